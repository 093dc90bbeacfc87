import { AbortMultipartUploadCommand, ListPartsCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { type Next, type UploadItem, uploadItemSchema } from '../../../shared/catalog-item.ts';
import { keyOf } from '../../../shared/catalog-table.ts';
import { uploadKey } from '../../../shared/paths.ts';
import { getItem } from '../catalog.ts';
import { type Claim, takeClaim } from '../claim.ts';
import type { Context } from '../context.ts';
import type { AttemptRef } from '../ids.ts';
import { headSource } from '../source.ts';

const isGone = (error: unknown) =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;

/** Whether parts may still come: the upload is open, in time, and S3 knows it. */
async function isOpen({ s3, now }: Context, bucket: string, upload: UploadItem): Promise<boolean> {
  if (upload.status !== 'open' || Date.parse(upload.expiresAt) <= now()) return false;
  const where = { Bucket: bucket, Key: upload.key, UploadId: upload.s3UploadId, MaxParts: 1 };
  return s3.send(new ListPartsCommand(where)).then(
    () => true,
    (error: unknown) => {
      if (isGone(error)) return false;
      throw error;
    },
  );
}

/** Takes away the parts that nobody will complete any more. */
async function abort({ s3 }: Context, bucket: string, { key, s3UploadId }: UploadItem): Promise<void> {
  const where = { Bucket: bucket, Key: key, UploadId: s3UploadId };
  await s3.send(new AbortMultipartUploadCommand(where)).catch((error: unknown) => {
    if (!isGone(error)) throw error;
  });
}

/**
 * Looks for the file that a video of our own uploader waits for: claims it when it is there, whoever was not told of it.
 * `open`: it may still come; `abandoned`: it will not, and its parts are taken away.
 */
export async function findFile(
  context: Context,
  ref: AttemptRef,
  next: Next,
): Promise<Claim | 'open' | 'abandoned' | 'taken'> {
  const place = { bucket: context.env.UPLOADS_BUCKET, key: uploadKey(ref) };
  const head = await headSource(context, place);
  if (head) return (await takeClaim(context, ref, { ...place, ...head }, next)) ?? 'taken';
  const upload = await getItem(context, keyOf.upload(ref.org, ref.version), uploadItemSchema);
  if (upload && (await isOpen(context, place.bucket, upload))) return 'open';
  if (upload) await abort(context, place.bucket, upload);
  return 'abandoned';
}
