import { AbortMultipartUploadCommand, CreateMultipartUploadCommand } from '@aws-sdk/client-s3';
import type { Next, UploadItem, VideoItem } from '../../../shared/catalog-item.ts';
import { changedKeys, dueKeys, keyOf } from '../../../shared/catalog-table.ts';
import { AppError } from '../../../shared/errors.ts';
import { titleFromFileName } from '../../../shared/file-title.ts';
import { ulid } from '../../../shared/ids.ts';
import { uploadKey } from '../../../shared/paths.ts';
import { isTerminal } from '../../../shared/progress.ts';
import {
  type CreateUpload,
  isMediaFileName,
  maxUploadBytes,
  partSizeOf,
  type Upload,
  uploadLifeDays,
} from '../../../shared/upload.ts';
import type { Membership } from '../auth/membership.ts';
import { putNewItem, removeItem, writeChange } from '../catalog/table.ts';
import { readVideo } from '../catalog/videos.ts';
import type { Services } from '../services.ts';
import { assertWithinCap } from '../spend/spend.ts';
import { toUpload } from './uploads.ts';

const uploadLifeMs = uploadLifeDays * 24 * 60 * 60 * 1000;

function assertTaken({ fileName, sizeBytes }: CreateUpload): void {
  if (!isMediaFileName(fileName))
    throw new AppError('unsupported_media_type', 'Files of this kind are not taken.');
  if (sizeBytes > maxUploadBytes) throw new AppError('too_large', 'A file may have 5 TiB at most.');
}

const inProgress = () => new AppError('conflict', 'A version of this video is being made already.');

async function assertReplaceable(services: Services, org: string, videoId: string): Promise<void> {
  const { next } = await readVideo(services, org, videoId);
  if (next && !isTerminal(next.status)) throw inProgress();
}

/** Opens the multipart upload at S3 under a key made of our own ids, never of the file's name. */
async function openUpload(
  services: Services,
  { org }: Membership,
  request: CreateUpload,
): Promise<UploadItem> {
  const { s3, settings, randomBytes, clock } = services;
  const nowMs = clock.now();
  const version = ulid(nowMs, randomBytes(10));
  const videoId = request.videoId ?? ulid(nowMs, randomBytes(10));
  const key = uploadKey({ org, videoId, version });
  const { fileName, sizeBytes, contentType } = request;
  const opened = await s3.send(
    new CreateMultipartUploadCommand({ Bucket: settings.UPLOADS_BUCKET, Key: key, ContentType: contentType }),
  );
  if (!opened.UploadId) throw new AppError('upstream_error', 'The upload was not opened.');
  return {
    ...keyOf.upload(org, version),
    org,
    uploadId: version,
    videoId,
    version,
    status: 'open',
    fileName,
    sizeBytes,
    partSizeBytes: partSizeOf(sizeBytes),
    contentType,
    key,
    s3UploadId: opened.UploadId,
    createdAt: new Date(nowMs).toISOString(),
    expiresAt: new Date(nowMs + uploadLifeMs).toISOString(),
  };
}

function nextOf({ version, fileName, sizeBytes }: UploadItem): Next {
  const unknown = { width: null, height: null, frameRate: null, hasAudio: null };
  return { version, attempt: 1, status: 'uploading', source: { fileName, sizeBytes, ...unknown } };
}

/** How soon somebody looks whether the file has come without anybody being told; then again and again. */
const firstLookMs = 15 * 60_000;

/** The attributes that come with a `next`: the item has changed, and somebody should look for its file. */
const attributesOf = (upload: UploadItem) => ({
  next: nextOf(upload),
  updatedAt: upload.createdAt,
  ...changedKeys(upload.org, upload.videoId, upload.createdAt),
  ...dueKeys(upload.org, upload.videoId, new Date(Date.parse(upload.createdAt) + firstLookMs).toISOString()),
});

async function writeNewVideo(services: Services, upload: UploadItem, title: string): Promise<void> {
  const { org, videoId, createdAt } = upload;
  const item: VideoItem = {
    ...keyOf.video(org, videoId),
    org,
    videoId,
    title,
    description: '',
    tags: [],
    published: false,
    metaRev: 1,
    jobRev: 1,
    createdAt,
    ...attributesOf(upload),
  };
  if (!(await putNewItem(services, item))) throw inProgress();
}

async function writeReplacement(services: Services, upload: UploadItem): Promise<void> {
  const written = await writeChange(services, keyOf.video(upload.org, upload.videoId), {
    set: attributesOf(upload),
    add: { jobRev: 1 },
    when: {
      expression:
        'attribute_exists(#pk) AND attribute_not_exists(#deletedAt) AND (attribute_not_exists(#next) OR #next.#status IN (:ready, :failed))',
      names: { '#pk': 'pk', '#deletedAt': 'deletedAt', '#next': 'next', '#status': 'status' },
      values: { ':ready': 'ready', ':failed': 'failed' },
    },
  });
  if (!written) throw inProgress();
}

/** Takes an upload back that no video waits for. */
async function takeBack(services: Services, { pk, sk, key, s3UploadId }: UploadItem): Promise<void> {
  await removeItem(services, { pk, sk }, { expression: 'attribute_exists(#pk)', names: { '#pk': 'pk' } });
  const where = { Bucket: services.settings.UPLOADS_BUCKET, Key: key, UploadId: s3UploadId };
  await services.s3.send(new AbortMultipartUploadCommand(where));
}

/**
 * Opens an upload, of a new video or, with `videoId`, of a new version. Throws `unsupported_media_type`, `too_large`,
 * `budget_exceeded`,
 * `not_found` for an unknown video, and `conflict` while a version of it is being made.
 */
export async function createUpload(
  services: Services,
  who: Membership,
  request: CreateUpload,
): Promise<Upload> {
  assertTaken(request);
  await assertWithinCap(services, who.org);
  if (request.videoId) await assertReplaceable(services, who.org, request.videoId);
  const upload = await openUpload(services, who, request);
  await putNewItem(services, upload);
  const write = request.videoId
    ? writeReplacement(services, upload)
    : writeNewVideo(services, upload, request.title ?? titleFromFileName(request.fileName));
  await write.catch(async (error: unknown) => {
    await takeBack(services, upload);
    throw error;
  });
  return toUpload(upload, []);
}
