import { CompleteMultipartUploadCommand } from '@aws-sdk/client-s3';
import type { UploadItem } from '../../../shared/catalog-item.ts';
import { dueKeys, keyOf } from '../../../shared/catalog-table.ts';
import { AppError, type FieldError } from '../../../shared/errors.ts';
import type { Membership } from '../auth/membership.ts';
import { writeChange } from '../catalog/table.ts';
import type { Services } from '../services.ts';
import { waitsFor } from './abort.ts';
import {
  isNoSuchUpload,
  isThere,
  listParts,
  partBytes,
  partCountOf,
  readUpload,
  type UploadedPart,
  withoutQuotes,
} from './uploads.ts';

type NamedPart = { partNumber: number; etag: string };

/** A refusal names this many parts; a person needs no more. */
const mostNamed = 20;

type Size = Pick<UploadItem, 'sizeBytes' | 'partSizeBytes'>;

/** What keeps an upload from being complete: parts missing, not sent, of another size or content; a name per field. */
export function faultsOf(upload: Size, named: NamedPart[], there: UploadedPart[]): FieldError[] {
  const sent = new Map(there.map((part) => [part.partNumber, part]));
  const etags = new Map(named.map(({ partNumber, etag }) => [partNumber, withoutQuotes(etag)]));
  const count = partCountOf(upload);
  const wrong = named.flatMap(({ partNumber }, at) =>
    partNumber > count
      ? [{ path: `parts.${at}.partNumber`, message: `is past the last part, ${count}` }]
      : [],
  );
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const faults = numbers.flatMap((partNumber) => {
    const part = sent.get(partNumber);
    const fault = (message: string) => [{ path: 'parts', message: `part ${partNumber} ${message}` }];
    if (!part) return fault('has not arrived');
    if (part.sizeBytes !== partBytes(upload, partNumber)) return fault('has not the right size');
    if (!etags.has(partNumber)) return fault('is missing from the list');
    return etags.get(partNumber) === part.etag ? [] : fault('has another ETag');
  });
  return [...wrong, ...faults].slice(0, mostNamed);
}

async function join({ s3, settings }: Services, upload: UploadItem, parts: UploadedPart[]): Promise<boolean> {
  const Parts = parts.map(({ partNumber, etag }) => ({ PartNumber: partNumber, ETag: `"${etag}"` }));
  const where = { Bucket: settings.UPLOADS_BUCKET, Key: upload.key, UploadId: upload.s3UploadId };
  return s3.send(new CompleteMultipartUploadCommand({ ...where, MultipartUpload: { Parts } })).then(
    () => true,
    (error: unknown) => {
      if (isNoSuchUpload(error)) return false;
      throw error;
    },
  );
}

/** Joins the parts; true when the object is there afterwards, whoever joined them. */
async function joinParts(services: Services, upload: UploadItem, named: NamedPart[]): Promise<boolean> {
  const there = await listParts(services, upload);
  if (!there) return isThere(services, upload);
  const fields = faultsOf(upload, named, there);
  if (fields.length > 0)
    throw new AppError('upload_incomplete', 'The file has not arrived whole.', { fields });
  return (await join(services, upload, there)) || isThere(services, upload);
}

/** When somebody looks whether the pipeline was told of the file. */
const lookAfterMs = 60_000;

async function askToLook(services: Services, upload: UploadItem): Promise<void> {
  const { org, videoId } = upload;
  const at = new Date(services.clock.now() + lookAfterMs).toISOString();
  await writeChange(services, keyOf.video(org, videoId), {
    set: dueKeys(org, videoId, at),
    when: waitsFor(upload),
  });
}

/**
 * Joins the parts to the file. Once done, the same answer again. It writes no status of the video: what S3 tells the
 * pipeline does. Throws `not_found`, `upload_incomplete` naming what is missing, `conflict` for an aborted upload.
 */
export async function completeUpload(
  services: Services,
  who: Membership,
  id: string,
  parts: NamedPart[],
): Promise<{ videoId: string; version: string }> {
  const upload = await readUpload(services, who.org, id);
  const { pk, sk, videoId, version } = upload;
  if (upload.status === 'completed') return { videoId, version };
  if (upload.status === 'aborted') throw new AppError('conflict', 'The upload was aborted.');
  if (!(await joinParts(services, upload, parts)))
    throw new AppError('upload_incomplete', 'Nothing is left of this upload; start again.');
  await writeChange(services, { pk, sk }, { set: { status: 'completed' } });
  await askToLook(services, upload);
  return { videoId, version };
}
