/** Both ends inclusive. */
export type ByteRange = { start: number; end: number };

/**
 * Reads a `Range` header of one range (RFC 9110, 14.1.2: `bytes=0-99`, `bytes=100-`, `bytes=-50`); null where it asks
 * for nothing that can be partial (another unit, several ranges, nonsense): then the whole object is sent, as S3 does.
 */
export function parseRange(header: string | null, sizeBytes: number): ByteRange | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const [first, last] = [match[1] ?? '', match[2] ?? ''];
  if (first === '') {
    const length = Math.min(Number(last), sizeBytes);
    return length === 0 ? 'unsatisfiable' : { start: sizeBytes - length, end: sizeBytes - 1 };
  }
  const start = Number(first);
  const end = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (last !== '' && Number(last) < start) return null;
  return start < sizeBytes ? { start, end } : 'unsatisfiable';
}

/** `Content-Range` of an answer; without a range, of the refusal of one (RFC 9110, 14.4). */
export const contentRange = (range: ByteRange | null, sizeBytes: number) =>
  `bytes ${range ? `${range.start}-${range.end}` : '*'}/${sizeBytes}`;
