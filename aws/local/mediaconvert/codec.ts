import { findBox } from './box.ts';

const hex = (bytes: Buffer) => bytes.toString('hex').toUpperCase();
const aac = (objectType: number) => `mp4a.40.${objectType}`;

/** Fields of a sample entry before its own boxes: of a picture, of a sound (ISO/IEC 14496-12, 12.1.3 and 12.2.3). */
const entryBytes = { avc1: 78, mp4a: 28 } as const;

/** Profile, constraints and level from the decoder's configuration (ISO/IEC 14496-15, 5.3.3.1). */
function avcOf(entry: Buffer): string | null {
  const configuration = findBox(entry.subarray(entryBytes.avc1), ['avcC']);
  return configuration && `avc1.${hex(configuration.subarray(1, 4))}`;
}

/** A descriptor's length is written in groups of seven bits (ISO/IEC 14496-1, 8.3.3); gives where its content begins. */
function afterLength(data: Buffer, at: number): number {
  let end = at;
  while (((data[end] ?? 0) & 0x80) !== 0) end += 1;
  return end + 1;
}

const tag = { elementary: 0x03, decoderConfig: 0x04, decoderSpecific: 0x05 };

/** The sound's object type from its `esds`: the first five bits of the AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1). */
function aacOf(entry: Buffer): string | null {
  const esds = findBox(entry.subarray(entryBytes.mp4a), ['esds']);
  if (esds?.[4] !== tag.elementary) return null;
  const config = afterLength(esds, 5) + 3;
  if (esds[config] !== tag.decoderConfig) return null;
  const specific = afterLength(esds, config + 1) + 13;
  if (esds[specific] !== tag.decoderSpecific) return null;
  const at = afterLength(esds, specific + 1);
  const [first = 0, second = 0] = esds.subarray(at, at + 2);
  const objectType = first >> 3;
  return aac(objectType === 31 ? 32 + ((first & 0x07) << 3) + (second >> 5) : objectType);
}

/** The codec of an initialization segment of one track, as RFC 6381 writes it; null for another codec. */
export function codecOfInit(init: Buffer): string | null {
  const table = findBox(init, ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd']);
  const entries = table?.subarray(8);
  const [picture, sound] = [entries && findBox(entries, ['avc1']), entries && findBox(entries, ['mp4a'])];
  return picture ? avcOf(picture) : sound ? aacOf(sound) : null;
}

/** From the first sequence parameter set in a transport stream (ISO/IEC 14496-10, 7.3.2.1). */
function avcOfTransport(stream: Buffer): string | null {
  for (let at = stream.indexOf('000001', 0, 'hex'); at >= 0; at = stream.indexOf('000001', at + 3, 'hex')) {
    if (((stream[at + 3] ?? 0) & 0x1f) === 7) return `avc1.${hex(stream.subarray(at + 4, at + 7))}`;
  }
  return null;
}

/** From the ADTS header behind the first header of an audio PES packet (ISO/IEC 13818-1, 2.4.3.6; 13818-7, 6.2). */
function aacOfTransport(stream: Buffer): string | null {
  const packet = stream.indexOf('000001c0', 0, 'hex');
  if (packet < 0) return null;
  const header = packet + 9 + (stream[packet + 8] ?? 0);
  const isAdts = stream[header] === 0xff && ((stream[header + 1] ?? 0) & 0xf6) === 0xf0;
  return isAdts ? aac(((stream[header + 2] ?? 0) >> 6) + 1) : null;
}

/** The codec of a transport stream of one track, from its first bytes; null where they do not tell. */
export const codecOfTransport = (stream: Buffer): string | null =>
  aacOfTransport(stream) ?? avcOfTransport(stream);
