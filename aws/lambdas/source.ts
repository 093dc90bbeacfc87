import { GetObjectCommand, HeadObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import type { Input } from '../../shared/catalog-item.ts';
import type { Context } from './context.ts';
import { SourceFailure } from './source-failure.ts';

const statusOf = (error: unknown) =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

function asSourceFailure(error: unknown): unknown {
  const status = statusOf(error);
  if (status === 412) return new SourceFailure('source_changed', error);
  if (status === 404) return new SourceFailure('source_missing', error);
  return error;
}

/** The uploaded file as it is now, or null when it is gone. `etag` has no quotes. */
export async function headSource(
  { s3 }: Pick<Context, 's3'>,
  { bucket, key }: Pick<Input, 'bucket' | 'key'>,
): Promise<{ etag: string; sizeBytes: number } | null> {
  try {
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return { etag: head.ETag?.replaceAll('"', '') ?? '', sizeBytes: head.ContentLength ?? 0 };
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

/**
 * Bytes `start` (inclusive) to `end` (exclusive) of exactly the content that was claimed.
 * @throws SourceFailure when the file is another one by now, or gone.
 */
export async function readSource(
  { s3 }: Pick<Context, 's3'>,
  { bucket, key, etag }: Input,
  start: number,
  end: number,
): Promise<Uint8Array> {
  const range = `bytes=${start}-${end - 1}`;
  try {
    const answer = await s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, Range: range, IfMatch: `"${etag}"` }),
    );
    return (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
  } catch (error) {
    throw asSourceFailure(error);
  }
}
