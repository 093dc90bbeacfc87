import type { Fraction, Size } from '../../../shared/probe.ts';
import { type ReadBytes, viewOf } from './bytes.ts';

/** What an MPEG-2 picture says of itself where its container says nothing. */
export type Sequence = Size & { pixelAspect: Fraction; isInterlaced: boolean };

/** Pictures begin within this, or nobody looks further. */
const headBytes = 512 * 1024;

const packStart = 0x000001ba;
const sequenceHeader = Buffer.from([0, 0, 1, 0xb3]);
const extensionStart = Buffer.from([0, 0, 1, 0xb5]);
const sequenceExtension = 1;

/** Shapes of the whole picture (ITU-T H.262, table 6-3); 1 is square pixels. */
const shapes: Record<number, Fraction> = {
  2: { num: 4, den: 3 },
  3: { num: 16, den: 9 },
  4: { num: 221, den: 100 },
};

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

function pixelAspectOf(code: number, { width, height }: Size): Fraction {
  const shape = shapes[code];
  if (!shape || width === 0 || height === 0) return { num: 1, den: 1 };
  const [num, den] = [shape.num * height, shape.den * width];
  const divisor = commonDivisor(num, den);
  return { num: num / divisor, den: den / divisor };
}

/** A sequence header with its extension, which MPEG-1 has not (6.2.2). */
function sequenceIn(stream: Buffer): Sequence | null {
  const at = stream.indexOf(sequenceHeader);
  const extension = at < 0 ? -1 : stream.indexOf(extensionStart, at);
  if (extension < 0 || extension + 6 > stream.length) return null;
  const word = viewOf(stream).getUint32(at + 4);
  const size = { width: word >>> 20, height: (word >>> 8) & 0xfff };
  if ((stream[extension + 4] ?? 0) >> 4 !== sequenceExtension) return null;
  const isProgressive = ((stream[extension + 5] ?? 0) & 0x08) !== 0;
  return { ...size, pixelAspect: pixelAspectOf((word >>> 4) & 15, size), isInterlaced: !isProgressive };
}

const packetBytes = 188;
const sync = 0x47;

/** Where the packets of a transport stream begin and how far apart they are, or null for another file. */
function packetsIn(bytes: Buffer): { at: number; every: number } | null {
  for (const [at, every] of [
    [0, 188],
    [4, 192],
    [0, 204],
  ] as const)
    if ([0, 1, 2, 3].every((index) => bytes[at + index * every] === sync)) return { at, every };
  return null;
}

/** What each stream of a transport stream carries (ITU-T H.222.0, 2.4.3.2), in its packets' order. */
function streamsIn(bytes: Buffer, { at, every }: { at: number; every: number }): Buffer[] {
  const parts = new Map<number, Buffer[]>();
  for (let packet = at; packet + packetBytes <= bytes.length; packet += every) {
    const id = bytes.readUInt16BE(packet + 1) & 0x1fff;
    const control = (bytes[packet + 3] ?? 0) & 0x30;
    const skipped = control & 0x20 ? 5 + (bytes[packet + 4] ?? 0) : 4;
    if ((control & 0x10) === 0) continue;
    parts.set(id, [...(parts.get(id) ?? []), bytes.subarray(packet + skipped, packet + packetBytes)]);
  }
  return [...parts.values()].map((payloads) => Buffer.concat(payloads));
}

/** Reads the first MPEG-2 picture's shape from a program or transport stream; null for anything else. */
export async function readSequence(read: ReadBytes, sizeBytes: number): Promise<Sequence | null> {
  const start = Buffer.from(await read(0, Math.min(1024, sizeBytes)));
  const isProgram = start.length > 4 && start.readUInt32BE(0) === packStart;
  const packets = packetsIn(start);
  if (!isProgram && !packets) return null;
  const head = Buffer.from(await read(0, Math.min(headBytes, sizeBytes)));
  const streams = packets ? streamsIn(head, packets) : [head];
  return streams.map(sequenceIn).find((found) => found !== null) ?? null;
}
