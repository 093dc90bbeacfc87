import { S3Error } from './errors.ts';
import type { ObjectRow } from './index-db.ts';

const names = (header: string, etag: string) =>
  header.split(',').some((one) => ['*', etag].includes(one.trim().replace(/^W\//, '').replaceAll('"', '')));

const secondsOf = (ms: number) => Math.floor(ms / 1000) * 1000;
const failed = () =>
  new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');

/** RFC 9110 section 13.2.2, as GetObject and HeadObject keep it. `prefix` is `x-amz-copy-source-` for a copy's source. */
export function checkReadConditions(headers: Headers, row: ObjectRow, prefix = '') {
  const header = (name: string) => headers.get(`${prefix}${name}`);
  const [match, noneMatch] = [header('if-match'), header('if-none-match')];
  const [modified, unmodified] = [header('if-modified-since'), header('if-unmodified-since')];
  if (
    match !== null
      ? !names(match, row.etag)
      : unmodified !== null && secondsOf(row.modifiedMs) > Date.parse(unmodified)
  ) {
    throw failed();
  }
  const unchanged =
    noneMatch !== null
      ? names(noneMatch, row.etag)
      : modified !== null && secondsOf(row.modifiedMs) <= Date.parse(modified);
  if (unchanged) throw prefix ? failed() : new S3Error('NotModified', 'Not Modified');
}

/** Conditional writes: `If-None-Match: *` only creates, `If-Match` only replaces what the caller saw. */
export function checkWriteConditions(headers: Headers, row: ObjectRow | null) {
  const [match, noneMatch] = [headers.get('if-match'), headers.get('if-none-match')];
  if (noneMatch !== null && noneMatch !== '*')
    throw new S3Error('NotImplemented', 'If-None-Match takes * on a write.');
  if (noneMatch === '*' && row) throw failed();
  if (match === null) return;
  if (!row) throw new S3Error('NoSuchKey', 'The specified key does not exist.');
  if (!names(match, row.etag)) throw failed();
}
