import { HeadObjectCommand, ListPartsCommand, type Part } from '@aws-sdk/client-s3';
import { type UploadItem, uploadItemSchema } from '../../../shared/catalog-item.ts';
import { keyOf } from '../../../shared/catalog-table.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Upload } from '../../../shared/upload.ts';
import type { Membership } from '../auth/membership.ts';
import { readItem } from '../catalog/table.ts';
import type { Services } from '../services.ts';

export type UploadedPart = Upload['parts'][number];

export const partCountOf = ({ sizeBytes, partSizeBytes }: Pick<UploadItem, 'sizeBytes' | 'partSizeBytes'>) =>
  Math.ceil(sizeBytes / partSizeBytes);

/** Bytes that a part must have: all the same, the last one what is left. */
export function partBytes(item: Pick<UploadItem, 'sizeBytes' | 'partSizeBytes'>, partNumber: number): number {
  const before = (partNumber - 1) * item.partSizeBytes;
  return Math.min(item.partSizeBytes, item.sizeBytes - before);
}

export const withoutQuotes = (etag: string) => etag.replace(/^"(.*)"$/, '$1');

/** One upload of the organisation; throws `not_found`, for one that was left open past its time as well. */
export async function readUpload(services: Services, org: string, id: string): Promise<UploadItem> {
  const item = await readItem(services, keyOf.upload(org, id), uploadItemSchema);
  const expired = item?.status === 'open' && Date.parse(item.expiresAt) <= services.clock.now();
  if (!item || expired) throw new AppError('not_found', 'There is no such upload.');
  return item;
}

/** Whether S3 no longer knows a multipart upload: it was completed, aborted, or cleared away. */
export const isNoSuchUpload = (error: unknown) => error instanceof Error && error.name === 'NoSuchUpload';

/** Whether the object is there, whole: an upload that S3 no longer knows was completed, not aborted. */
export async function isThere({ s3, settings }: Services, { key, sizeBytes }: UploadItem): Promise<boolean> {
  const command = new HeadObjectCommand({ Bucket: settings.UPLOADS_BUCKET, Key: key });
  const head = await s3.send(command).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'NotFound') return null;
    throw error;
  });
  return head?.ContentLength === sizeBytes;
}

const toPart = ({ PartNumber = 0, ETag = '', Size = 0 }: Part): UploadedPart => ({
  partNumber: PartNumber,
  etag: withoutQuotes(ETag),
  sizeBytes: Size,
});

/** The parts that are there, by ListParts, page by page; null when S3 no longer knows the upload. */
export async function listParts(
  { s3, settings }: Services,
  { key, s3UploadId }: UploadItem,
): Promise<UploadedPart[] | null> {
  const parts: UploadedPart[] = [];
  let marker: string | undefined;
  try {
    do {
      const page = await s3.send(
        new ListPartsCommand({
          Bucket: settings.UPLOADS_BUCKET,
          Key: key,
          UploadId: s3UploadId,
          ...(marker ? { PartNumberMarker: marker } : {}),
        }),
      );
      parts.push(...(page.Parts ?? []).map(toPart));
      marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
    } while (marker);
  } catch (error) {
    if (isNoSuchUpload(error)) return null;
    throw error;
  }
  return parts;
}

/** An upload as the API answers it. */
export function toUpload(item: UploadItem, parts: UploadedPart[]): Upload {
  const { uploadId, videoId, version, status, fileName, sizeBytes, partSizeBytes, key } = item;
  const { createdAt, expiresAt } = item;
  const size = { sizeBytes, partSizeBytes, partCount: partCountOf(item) };
  return { id: uploadId, videoId, version, status, fileName, ...size, key, createdAt, expiresAt, parts };
}

/** One upload and the parts of it that S3 holds; throws `not_found`. */
export async function getUpload(services: Services, who: Membership, id: string): Promise<Upload> {
  const item = await readUpload(services, who.org, id);
  const parts = item.status === 'open' ? await listParts(services, item) : null;
  return toUpload(item, parts ?? []);
}
