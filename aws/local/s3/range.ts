import { S3Error } from './errors.ts';

/**
 * One byte range of RFC 9110 (`bytes=0-99`, `bytes=100-`, `bytes=-50`) against an object of `sizeBytes`; null for none.
 * Several ranges and other units are ignored, as S3 does. Throws InvalidRange when nothing of it is there.
 */
export function parseRange(header: string | null, sizeBytes: number): { start: number; end: number } | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const [first, last] = [match[1] ?? '', match[2] ?? ''];
  const start = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return null;
  if (start >= sizeBytes || (first === '' && Number(last) === 0)) {
    throw new S3Error('InvalidRange', 'The requested range is not satisfiable');
  }
  return { start, end };
}
