import type { ObjectInfo } from '../ports.ts';

type Verdict = 'send' | 'not-modified' | 'failed';

const lists = (header: string, etag: string) =>
  header.split(',').some((each) => ['*', `"${etag}"`, `W/"${etag}"`].includes(each.trim()));

/** HTTP dates have whole seconds. */
const seconds = (ms: number) => Math.floor(ms / 1000);

function since(header: string | null, info: ObjectInfo): 'newer' | 'not-newer' | null {
  const ms = Date.parse(header ?? '');
  if (Number.isNaN(ms)) return null;
  return seconds(info.lastModifiedMs) > seconds(ms) ? 'newer' : 'not-newer';
}

/** Weighs the preconditions of a request in the order of RFC 9110, 13.2.2. */
export function weigh(headers: Headers, info: ObjectInfo): Verdict {
  const ifMatch = headers.get('if-match');
  if (ifMatch !== null && !lists(ifMatch, info.etag)) return 'failed';
  if (ifMatch === null && since(headers.get('if-unmodified-since'), info) === 'newer') return 'failed';
  const ifNoneMatch = headers.get('if-none-match');
  if (ifNoneMatch !== null) return lists(ifNoneMatch, info.etag) ? 'not-modified' : 'send';
  return since(headers.get('if-modified-since'), info) === 'not-newer' ? 'not-modified' : 'send';
}

/** Whether a `Range` counts: without `If-Range`, or when that names this very object (RFC 9110, 13.1.5). */
export function rangeCounts(headers: Headers, info: ObjectInfo): boolean {
  const ifRange = headers.get('if-range');
  if (ifRange === null || ifRange === `"${info.etag}"`) return true;
  return seconds(Date.parse(ifRange)) === seconds(info.lastModifiedMs);
}

export type ByteRange = { start: number; end: number };

/**
 * Reads a `Range` header of one range (RFC 9110, 14.1.2), inclusive; null where it asks for nothing that can be
 * partial (another unit, several ranges, nonsense): the whole object is sent, as S3 does.
 */
export function parseRange(header: string | null, sizeBytes: number): ByteRange | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const last = sizeBytes - 1;
  if (match[1] === '') {
    const length = Math.min(Number(match[2]), sizeBytes);
    return length === 0 ? 'unsatisfiable' : { start: sizeBytes - length, end: last };
  }
  const start = Number(match[1]);
  const end = match[2] === '' ? last : Math.min(Number(match[2]), last);
  if (match[2] !== '' && Number(match[2]) < start) return null;
  return start > last ? 'unsatisfiable' : { start, end };
}
