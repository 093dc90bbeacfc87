/** Reads bytes `start` (inclusive) to `end` (exclusive); fewer at the end of the file. */
export type ReadBytes = (start: number, end: number) => Promise<Uint8Array>;

/** Enough for any file that was not cut into fragments; of those the first boxes tell enough. */
const maxBoxes = 32;

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A top-level box's type and length in bytes; 0 means to the end of the file (ISO/IEC 14496-12, 4.2). */
function readBox(bytes: Uint8Array) {
  const view = viewOf(bytes);
  const short = view.getUint32(0);
  const length = short === 1 && bytes.length >= 16 ? Number(view.getBigUint64(8)) : short;
  return { type: Buffer.from(bytes.subarray(4, 8)).toString('latin1'), length };
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

/** An EBML length at `at`: its value, or null where it says "unknown" (RFC 8794, section 6), and where it ends. */
function readLength(bytes: Uint8Array, at: number): { value: number | null; end: number } | null {
  const width = Math.clz32(bytes[at] ?? 0) - 23;
  const end = at + width;
  if (width > 8 || end > bytes.length) return null;
  const rest = [...bytes.subarray(at + 1, end)];
  const value = rest.reduce((sum, byte) => sum * 256 + byte, (bytes[at] ?? 0) & (0xff >> width));
  return { value: value >= 2 ** (7 * width) - 1 ? null : value, end };
}

const segmentId = 0x18538067;

function isMatroskaCutOff(bytes: Uint8Array, sizeBytes: number): boolean {
  const header = readLength(bytes, 4);
  const segmentAt = header ? header.end + (header.value ?? 0) : bytes.length;
  if (segmentAt + 12 > bytes.length) return bytes.length === sizeBytes;
  if (viewOf(bytes).getUint32(segmentAt) !== segmentId) return false;
  const segment = readLength(bytes, segmentAt + 4);
  return segment !== null && segment.value !== null && segment.end + segment.value > sizeBytes;
}

/**
 * Whether a file lost its end. MP4 and MOV: a box that matters claims more bytes than there are, or index (`moov`) or
 * content (`mdat`) is missing. Matroska and WebM: the segment does. Of other containers nobody can tell: false.
 */
export async function isCutOff(read: ReadBytes, sizeBytes: number): Promise<boolean> {
  const head = await read(0, Math.min(512, sizeBytes));
  if (head.length >= 8 && readBox(head).type === 'ftyp') return isMovieCutOff(read, sizeBytes);
  if (head.length >= 8 && viewOf(head).getUint32(0) === 0x1a45dfa3) return isMatroskaCutOff(head, sizeBytes);
  return false;
}
