import { AbortMultipartUploadCommand } from '@aws-sdk/client-s3';
import { type UploadItem, uploadItemSchema } from '../../../shared/catalog-item.ts';
import { changedKeys, keyOf } from '../../../shared/catalog-table.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Membership } from '../auth/membership.ts';
import { type Condition, readItem, removeItem, writeChange } from '../catalog/table.ts';
import type { Services } from '../services.ts';
import { isNoSuchUpload, isThere, readUpload } from './uploads.ts';

const wasOpen: Condition = {
  expression: '#was <> :completed',
  names: { '#was': 'status' },
  values: { ':completed': 'completed' },
};

/** Takes the parts away; false when S3 had joined them already and the file is there. */
async function discardParts(services: Services, upload: UploadItem): Promise<boolean> {
  const { s3, settings } = services;
  const where = { Bucket: settings.UPLOADS_BUCKET, Key: upload.key, UploadId: upload.s3UploadId };
  return s3.send(new AbortMultipartUploadCommand(where)).then(
    () => true,
    async (error: unknown) => {
      if (isNoSuchUpload(error)) return !(await isThere(services, upload));
      throw error;
    },
  );
}

/** Marks first, so that nobody completes what is being taken away; may be repeated. False for what is complete. */
async function abort(services: Services, upload: UploadItem): Promise<boolean> {
  const key = keyOf.upload(upload.org, upload.uploadId);
  if (!(await writeChange(services, key, { set: { status: 'aborted' }, when: wasOpen }))) return false;
  if (await discardParts(services, upload)) return true;
  await writeChange(services, key, { set: { status: 'completed' } });
  return false;
}

/** The item still waits for this very upload. */
export const waitsFor = ({ version }: UploadItem) => ({
  expression: '#next.#version = :version AND #next.#status = :uploading',
  names: { '#next': 'next', '#version': 'version', '#status': 'status' },
  values: { ':version': version, ':uploading': 'uploading' },
});

/** It was made for this upload, in the same moment, and plays nothing. */
function hasNothingElse(upload: UploadItem): Condition {
  const { expression, names, values } = waitsFor(upload);
  return {
    expression: `${expression} AND attribute_not_exists(#current) AND #createdAt = :createdAt`,
    names: { ...names, '#current': 'current', '#createdAt': 'createdAt' },
    values: { ...values, ':createdAt': upload.createdAt },
  };
}

/** Removes the video that was nothing but this upload; one that was there before only waits no longer. */
async function releaseVideo(services: Services, upload: UploadItem): Promise<void> {
  const { org, videoId } = upload;
  const key = keyOf.video(org, videoId);
  if (await removeItem(services, key, hasNothingElse(upload))) return;
  const now = new Date(services.clock.now()).toISOString();
  await writeChange(services, key, {
    set: { updatedAt: now, ...changedKeys(org, videoId, now) },
    add: { jobRev: 1 },
    remove: ['next', 'duePk', 'dueSk'],
    when: waitsFor(upload),
  });
}

/** Takes an upload back; again is fine. Throws `not_found`, and `conflict` once it is complete. */
export async function abortUpload(services: Services, who: Membership, id: string): Promise<void> {
  const upload = await readUpload(services, who.org, id);
  if (upload.status === 'completed' || !(await abort(services, upload)))
    throw new AppError('conflict', 'The upload is complete.');
  await releaseVideo(services, upload);
}

/** Takes back the upload that a video waits for, if it is still open; for whoever removes that video. */
export async function abortOpenUpload(services: Services, org: string, id: string): Promise<void> {
  const upload = await readItem(services, keyOf.upload(org, id), uploadItemSchema);
  if (upload?.status === 'open') await abort(services, upload);
}
