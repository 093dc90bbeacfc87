import { asciiOf, type ReadBytes, viewOf } from './bytes.ts';
import { readElement } from './ebml.ts';
import { ids } from './matroska.ts';

/** Enough for any file that was not cut into fragments; of those the first boxes tell enough. */
const maxBoxes = 32;

export type Box = { type: string; length: number; headerBytes: number };

/** A box's type and length in bytes, header and all; 0 means to the end of the file (ISO/IEC 14496-12, 4.2). */
export function readBox(bytes: Uint8Array): Box {
  const view = viewOf(bytes);
  const short = view.getUint32(0);
  const isLong = short === 1 && bytes.length >= 16;
  const length = isLong ? Number(view.getBigUint64(8)) : short;
  return { type: asciiOf(bytes.subarray(4, 8)), length, headerBytes: isLong ? 16 : 8 };
}

export type Content = { type: string; data: Uint8Array };

/** The boxes that lie in a row in `bytes`; what is cut off is left out. */
export function boxesIn(bytes: Uint8Array): Content[] {
  const boxes: Content[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const { type, length, headerBytes } = readBox(bytes.subarray(at, at + 16));
    const end = length === 0 ? bytes.length : at + length;
    if (end < at + headerBytes || end > bytes.length) break;
    boxes.push({ type, data: bytes.subarray(at + headerBytes, end) });
    at = end;
  }
  return boxes;
}

/** The content of the box that lies at a path of types, each the first of its kind. */
export function boxAt(bytes: Uint8Array, ...[type, ...rest]: string[]): Uint8Array | null {
  const data = boxesIn(bytes).find((box) => box.type === type)?.data;
  return data && rest.length > 0 ? boxAt(data, ...rest) : (data ?? null);
}

/** Boxes that hold the film; what else follows them may be a camera's own appendix and ends as it likes. */
const essential = ['mdat', 'moov', 'moof'];

async function isMovieCutOff(read: ReadBytes, sizeBytes: number): Promise<boolean> {
  const seen = new Set<string>();
  const lacks = () => !seen.has('moov') || !seen.has('mdat');
  let at = 0;
  for (let count = 0; at < sizeBytes && count < maxBoxes; count += 1) {
    const bytes = await read(at, Math.min(at + 16, sizeBytes));
    if (bytes.length < 8) return lacks();
    const { type, length } = readBox(bytes);
    seen.add(type);
    if (length < 8) return lacks();
    at += length;
    if (at > sizeBytes) return lacks() || essential.includes(type);
  }
  return at >= sizeBytes && lacks();
}

function isMatroskaCutOff(bytes: Uint8Array, sizeBytes: number): boolean {
  const header = readElement(bytes);
  const segmentAt = header?.end ?? bytes.length;
  if (segmentAt + 12 > bytes.length) return bytes.length === sizeBytes;
  const segment = readElement(bytes, segmentAt);
  return segment?.id === ids.segment && segment.end !== null && segment.end > sizeBytes;
}

/** Programs are a few bytes out in what they say; live recordings say nothing (0), or the most there can be. */
const riffSlack = 1.005;

/** WAV and AVI: the first chunk says its length (Microsoft, "Resource Interchange File Format"). */
function isRiffCutOff(bytes: Uint8Array, sizeBytes: number): boolean {
  const length = viewOf(bytes).getUint32(4, true);
  return length < 0xfffffff0 && length > sizeBytes * riffSlack;
}

/**
 * Whether a file lost its end. MP4 and MOV: a box that matters claims more bytes than there are, or index (`moov`) or
 * content (`mdat`) is missing. Matroska and WebM: the segment does; WAV and AVI: the first chunk. Of other containers
 * nobody can tell: false.
 */
export async function isCutOff(read: ReadBytes, sizeBytes: number): Promise<boolean> {
  const head = await read(0, Math.min(512, sizeBytes));
  if (head.length >= 8 && readBox(head).type === 'ftyp') return isMovieCutOff(read, sizeBytes);
  if (head.length >= 8 && viewOf(head).getUint32(0) === ids.ebml) return isMatroskaCutOff(head, sizeBytes);
  if (head.length >= 12 && Buffer.from(head.subarray(0, 4)).toString('latin1') === 'RIFF')
    return isRiffCutOff(head, sizeBytes);
  return false;
}
