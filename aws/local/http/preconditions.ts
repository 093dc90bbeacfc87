/** What an object is told apart by: its ETag without quotes, and when it was made, in ms since 1970. */
export type Validators = { etag: string; lastModifiedMs: number };

/** HTTP dates have whole seconds. */
const secondsOf = (ms: number) => Math.floor(ms / 1000);

/** Whether a list of ETags names this one; weakened ones and ones without quotes count, as S3 takes them. */
export const namesEtag = (header: string, etag: string) =>
  header.split(',').some((one) => ['*', etag].includes(one.trim().replace(/^W\//, '').replaceAll('"', '')));

/** Whether the object is younger than a date; null where there is no date. */
function isNewer({ lastModifiedMs }: Validators, date: string | null): boolean | null {
  const ms = Date.parse(date ?? '');
  return Number.isNaN(ms) ? null : secondsOf(lastModifiedMs) > secondsOf(ms);
}

/**
 * Weighs the preconditions of a read in the order of RFC 9110, 13.2.2. `prefix` stands before the headers' names:
 * `x-amz-copy-source-` for a copy's source.
 */
export function weighRead(
  headers: Headers,
  object: Validators,
  prefix = '',
): 'send' | 'not-modified' | 'failed' {
  const header = (name: string) => headers.get(`${prefix}${name}`);
  const [match, noneMatch] = [header('if-match'), header('if-none-match')];
  const failed =
    match === null ? isNewer(object, header('if-unmodified-since')) === true : !namesEtag(match, object.etag);
  if (failed) return 'failed';
  const unchanged =
    noneMatch === null
      ? isNewer(object, header('if-modified-since')) === false
      : namesEtag(noneMatch, object.etag);
  return unchanged ? 'not-modified' : 'send';
}

/** Whether a `Range` counts: without `If-Range`, or when that names this very object (RFC 9110, 13.1.5). */
export function rangeCounts(headers: Headers, { etag, lastModifiedMs }: Validators): boolean {
  const ifRange = headers.get('if-range');
  if (ifRange === null || ifRange === `"${etag}"`) return true;
  return secondsOf(Date.parse(ifRange)) === secondsOf(lastModifiedMs);
}
