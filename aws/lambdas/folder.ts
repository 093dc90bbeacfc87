import { GetObjectCommand, ListObjectsV2Command, S3ServiceException } from '@aws-sdk/client-s3';
import type { Context } from './context.ts';
import { OutputRejected } from './rejected.ts';

export type Media = Pick<Context, 's3' | 'env'>;

/** The files of a folder in the media bucket: names within it, sizes in bytes. */
export type Folder = { prefix: string; sizes: Map<string, number> };

/**
 * Lists a version's folder. What is older than `sinceMs` was made by an attempt before and counts as not there: jobs of
 * one version write the same names. S3 tells times in whole seconds.
 */
export async function listFolder({ s3, env }: Media, prefix: string, sinceMs = 0): Promise<Folder> {
  const sizes = new Map<string, number>();
  const since = Math.floor(sinceMs / 1000) * 1000;
  let ContinuationToken: string | undefined;
  do {
    const page = {
      Bucket: env.MEDIA_BUCKET,
      Prefix: prefix,
      ...(ContinuationToken && { ContinuationToken }),
    };
    const listed = await s3.send(new ListObjectsV2Command(page));
    for (const { Key = '', Size = 0, LastModified } of listed.Contents ?? [])
      if (!LastModified || LastModified.getTime() >= since) sizes.set(Key.slice(prefix.length), Size);
    ContinuationToken = listed.NextContinuationToken;
  } while (ContinuationToken);
  return { prefix, sizes };
}

/** A manifest's text, and what is written on the object itself (S3's user-defined metadata). */
export type Manifest = { text: string; notes: Record<string, string> };

/**
 * Reads a manifest of the folder.
 * @throws OutputRejected when it is not there or empty
 */
export async function readManifest(
  { s3, env }: Media,
  { prefix, sizes }: Folder,
  file: string,
): Promise<Manifest> {
  if (!sizes.get(file)) throw new OutputRejected({ check: 'playlists', file });
  try {
    const read = await s3.send(new GetObjectCommand({ Bucket: env.MEDIA_BUCKET, Key: prefix + file }));
    return { text: (await read.Body?.transformToString()) ?? '', notes: read.Metadata ?? {} };
  } catch (error) {
    const gone = error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;
    throw gone ? new OutputRejected({ check: 'playlists', file }, 'output_rejected', error) : error;
  }
}
