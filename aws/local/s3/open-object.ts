import type { FileHandle } from 'node:fs/promises';
import type { Context } from './call.ts';
import { preconditionFailed } from './errors.ts';
import type { ObjectRow } from './rows.ts';

/**
 * Opens the bytes of an object as the index told it. Throws PreconditionFailed when it was replaced in between, Error
 * when its file is lost.
 */
export async function openObject({ index, blobs }: Context, row: ObjectRow): Promise<FileHandle> {
  const file = await blobs.open(row.blob);
  if (file) return file;
  if (index.object(row.bucket, row.key)?.blob !== row.blob) throw preconditionFailed();
  throw new Error(`the file of an object in ${row.bucket} is lost`);
}
