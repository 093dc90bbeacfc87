import { DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { type VersionRef, versionPrefix } from '../../shared/paths.ts';
import type { Context } from './context.ts';

/**
 * Removes what a job made of a video that was removed meanwhile: nothing names it any more, so nothing else would.
 * Repeated, it goes on where it was stopped.
 */
export async function discardOutput(
  { s3, env }: Pick<Context, 's3' | 'env'>,
  ref: VersionRef,
): Promise<void> {
  const Bucket = env.MEDIA_BUCKET;
  let more = true;
  while (more) {
    const listed = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: versionPrefix(ref) }));
    const Objects = (listed.Contents ?? []).flatMap(({ Key }) => (Key ? [{ Key }] : []));
    if (Objects.length > 0)
      await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    more = listed.IsTruncated === true;
  }
}
