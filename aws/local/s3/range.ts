import { type ByteRange, parseRange } from '../http/byte-range.ts';
import { S3Error } from './errors.ts';

/** The range that a header asks of an object; null for the whole. Throws InvalidRange when nothing of it is there. */
export function rangeOf(header: string | null, sizeBytes: number): ByteRange | null {
  const range = parseRange(header, sizeBytes);
  if (range === 'unsatisfiable') throw new S3Error('InvalidRange', 'The requested range is not satisfiable');
  return range;
}
