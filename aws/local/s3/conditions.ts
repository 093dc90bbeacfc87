import { namesEtag, weighRead } from '../http/preconditions.ts';
import { noSuchKey, preconditionFailed, S3Error } from './errors.ts';
import type { ObjectRow } from './rows.ts';

/** Weighs a read's preconditions; `prefix` as there. Throws PreconditionFailed. */
export function checkRead(headers: Headers, { etag, modifiedMs }: ObjectRow, prefix?: string) {
  const verdict = weighRead(headers, { etag, lastModifiedMs: modifiedMs }, prefix);
  if (verdict === 'failed') throw preconditionFailed();
  return verdict;
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
  if (!namesEtag(match, row.etag)) throw preconditionFailed();
}
