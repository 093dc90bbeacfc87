import { DeleteObjectCommand, DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { VideoItem } from '../../../shared/catalog-item.ts';
import { changedKeys, keyOf } from '../../../shared/catalog-table.ts';
import { AppError } from '../../../shared/errors.ts';
import { videoPrefix } from '../../../shared/paths.ts';
import type { Membership } from '../auth/membership.ts';
import type { Services } from '../services.ts';
import { abortOpenUpload } from '../uploads/abort.ts';
import { removeCardImage } from './card-image.ts';
import { removeItem, writeChange } from './table.ts';
import { readVideo } from './videos.ts';

/** A thousand objects a batch is S3's limit; so many batches are hours of video. */
const mostBatches = 50;

const exists = { expression: 'attribute_exists(#pk)', names: { '#pk': 'pk' } };

/** Removes all objects under a prefix, a batch at a time; throws `unavailable` when there are more than it will do at once. */
async function removePrefix({ s3 }: Services, bucket: string, prefix: string): Promise<void> {
  for (let batch = 0; batch < mostBatches; batch++) {
    const listed = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
    const objects = (listed.Contents ?? []).flatMap(({ Key }) => (Key ? [{ Key }] : []));
    if (objects.length > 0)
      await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }));
    if (!listed.IsTruncated) return;
  }
  throw new AppError('unavailable', 'Not all files are removed yet; try again.');
}

/** Takes a published video off the list, so that nobody meets it half gone. */
async function unlist(services: Services, { org, videoId }: VideoItem): Promise<void> {
  const now = new Date(services.clock.now()).toISOString();
  await writeChange(services, keyOf.video(org, videoId), {
    set: { published: false, updatedAt: now, ...changedKeys(org, videoId, now) },
    add: { metaRev: 1 },
    remove: ['publishedAt', 'publishedPk', 'publishedSk', 'imageKey'],
    when: exists,
  });
}

/** What was dropped lies outside the video's own folder, and left there it would become a video again. */
async function removeDropped({ s3, settings }: Services, { current, next }: VideoItem): Promise<void> {
  const inputs = [current?.input, next?.input].filter((input) => input?.bucket === settings.UPLOADS_BUCKET);
  for (const key of new Set(inputs.map((input) => input?.key)))
    await s3.send(new DeleteObjectCommand({ Bucket: settings.UPLOADS_BUCKET, Key: key }));
}

async function removeObjects(services: Services, item: VideoItem): Promise<void> {
  const { org, videoId, next, imageKey } = item;
  const { UPLOADS_BUCKET, MEDIA_BUCKET } = services.settings;
  if (imageKey) await removeCardImage(services, org, imageKey);
  if (next?.status === 'uploading') await abortOpenUpload(services, org, next.version);
  await removePrefix(services, MEDIA_BUCKET, videoPrefix(org, videoId));
  await removePrefix(services, UPLOADS_BUCKET, `uploads/${org}/${videoId}/`);
  await removeDropped(services, item);
}

/**
 * Removes a video: off the list, then what it was made from and into, then its item; whoever is stopped on the way
 * finds a draft that can be removed again. Throws `not_found`.
 */
export async function removeVideo(services: Services, who: Membership, videoId: string): Promise<void> {
  const item = await readVideo(services, who.org, videoId);
  if (item.published) await unlist(services, item);
  await removeObjects(services, item);
  await removeItem(services, keyOf.video(who.org, videoId), exists);
}
