import { noSuchKey, preconditionFailed, S3Error } from './errors.ts';
import type { ObjectRow } from './rows.ts';

const names = (header: string, etag: string) =>
  header.split(',').some((one) => ['*', etag].includes(one.trim().replace(/^W\//, '').replaceAll('"', '')));

/** HTTP dates have whole seconds. */
const secondsOf = (ms: number) => Math.floor(ms / 1000);

function isNewer(row: ObjectRow, date: string | null): boolean | null {
  const ms = Date.parse(date ?? '');
  return Number.isNaN(ms) ? null : secondsOf(row.modifiedMs) > secondsOf(ms);
}

/**
 * Weighs the preconditions of a read in the order of RFC 9110, 13.2.2. `prefix` is `x-amz-copy-source-` for a copy's
 * source. Throws PreconditionFailed.
 */
export function weighRead(headers: Headers, row: ObjectRow, prefix = ''): 'send' | 'not-modified' {
  const header = (name: string) => headers.get(`${prefix}${name}`);
  const [match, noneMatch] = [header('if-match'), header('if-none-match')];
  const failed =
    match === null ? isNewer(row, header('if-unmodified-since')) === true : !names(match, row.etag);
  if (failed) throw preconditionFailed();
  const unchanged =
    noneMatch === null ? isNewer(row, header('if-modified-since')) === false : names(noneMatch, row.etag);
  return unchanged ? 'not-modified' : 'send';
}

/**
 * Conditional writes: `If-None-Match: *` only creates, `If-Match` only replaces or removes what the caller saw
 * (docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html).
 */
export function checkWriteConditions(headers: Headers, row: ObjectRow | null) {
  const [match, noneMatch] = [headers.get('if-match'), headers.get('if-none-match')];
  if (noneMatch !== null && noneMatch !== '*')
    throw new S3Error('NotImplemented', 'If-None-Match takes * on a write.');
  if (noneMatch === '*' && row) throw preconditionFailed();
  if (match === null) return;
  if (!row) throw noSuchKey();
  if (!names(match, row.etag)) throw preconditionFailed();
}
