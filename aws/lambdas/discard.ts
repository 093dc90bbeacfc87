import { DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { type VersionRef, versionPrefix } from '../../shared/paths.ts';
import type { Context } from './context.ts';

/** Removes all objects under a prefix, a thousand at a time. Repeated, it goes on where it was stopped. */
export async function removePrefix(
  { s3 }: Pick<Context, 's3'>,
  Bucket: string,
  Prefix: string,
): Promise<void> {
  let more = true;
  while (more) {
    const listed = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
    const Objects = (listed.Contents ?? []).flatMap(({ Key }) => (Key ? [{ Key }] : []));
    if (Objects.length > 0)
      await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    more = listed.IsTruncated === true;
  }
}

/** Removes what a job made of a video that was purged meanwhile: nothing names it any more, so nothing else would. */
export const discardOutput = (context: Pick<Context, 's3' | 'env'>, ref: VersionRef): Promise<void> =>
  removePrefix(context, context.env.MEDIA_BUCKET, versionPrefix(ref));
