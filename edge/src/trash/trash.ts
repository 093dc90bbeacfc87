import {
  type TrashItem,
  trashItemSchema,
  type VideoItem,
  videoItemSchema,
} from '../../../shared/catalog-item.ts';
import { changedKeys, dueKeys, keyOf } from '../../../shared/catalog-table.ts';
import { AppError } from '../../../shared/errors.ts';
import { isTerminal } from '../../../shared/progress.ts';
import { purgeAtMs, restorableUntilMs, type TrashList } from '../../../shared/trash.ts';
import type { Membership } from '../auth/membership.ts';
import { removeCardImage } from '../catalog/card-image.ts';
import { queryItems } from '../catalog/query.ts';
import { readItem, removeItem, writeChange } from '../catalog/table.ts';
import { readAnyVideo, readVideo } from '../catalog/videos.ts';
import type { Services } from '../services.ts';
import { abortOpenUpload } from '../uploads/abort.ts';

const iso = (ms: number) => new Date(ms).toISOString();

/** The note by which the sweeper purges the video; before the video itself, so that none is deleted and never purged. */
async function notePurge(services: Services, { org, videoId }: VideoItem, deletedAt: string): Promise<void> {
  const purgeAt = iso(purgeAtMs(deletedAt));
  const set = { org, videoId, purgeAt, ...dueKeys(org, videoId, purgeAt) };
  await writeChange(services, keyOf.trash(org, videoId), { set });
}

/** Forgets the purge noted by that deletion; of another one since, the note stays. */
async function forgetPurge(services: Services, { org, videoId }: VideoItem, deletedAt: string) {
  await removeItem(services, keyOf.trash(org, videoId), {
    expression: '#purgeAt = :purgeAt',
    names: { '#purgeAt': 'purgeAt' },
    values: { ':purgeAt': iso(purgeAtMs(deletedAt)) },
  });
}

/** Takes a video away from everybody in one write; false when it was deleted or shows another picture meanwhile. */
async function hide(
  services: Services,
  { org, videoId, imageKey }: VideoItem,
  deletedAt: string,
): Promise<boolean> {
  const samePicture = imageKey ? '#imageKey = :image' : 'attribute_not_exists(#imageKey)';
  const written = await writeChange(services, keyOf.video(org, videoId), {
    set: { deletedAt, published: false, updatedAt: deletedAt, ...changedKeys(org, videoId, deletedAt) },
    add: { metaRev: 1 },
    remove: ['publishedAt', 'publishedPk', 'publishedSk', 'imageKey'],
    when: {
      expression: `attribute_exists(#pk) AND attribute_not_exists(#deletedAt) AND ${samePicture}`,
      names: { '#pk': 'pk', '#deletedAt': 'deletedAt', '#imageKey': 'imageKey' },
      ...(imageKey ? { values: { ':image': imageKey } } : {}),
    },
  });
  return written !== false;
}

/** A version may be finished, or another picture chosen, in the meantime; more rounds than this and the caller tries again. */
const rounds = 5;

/** The video as it was when this call deleted it. Throws `not_found` when somebody else was faster. */
async function takeAway(services: Services, { org }: Membership, videoId: string): Promise<VideoItem> {
  for (let round = 0; round < rounds; round++) {
    const item = await readVideo(services, org, videoId);
    const deletedAt = iso(services.clock.now());
    await notePurge(services, item, deletedAt);
    if (await hide(services, item, deletedAt)) return item;
  }
  throw new AppError('conflict', 'Others are changing this video right now; try again.');
}

/**
 * Deletes a video: it is there for nobody, and can be restored for thirty days; then its objects and items are purged.
 * An upload that it waits for is taken back. Throws `not_found`, and `conflict` when others keep changing it.
 */
export async function deleteVideo(services: Services, who: Membership, videoId: string): Promise<void> {
  const item = await takeAway(services, who, videoId);
  if (item.imageKey) await removeCardImage(services, item.org, item.imageKey);
  if (item.next?.status === 'uploading') await abortOpenUpload(services, item.org, item.next.version);
}

/** What was being made goes on: the sweeper looks at it at once. */
const wakes = ({ org, videoId, next }: VideoItem, now: string) =>
  next && !isTerminal(next.status) ? dueKeys(org, videoId, now) : {};

const tooLate = () => new AppError('not_found', 'The video is not in the trash, or no longer.');

/** Gives a deleted video back as a draft; one that is there is as it was. Throws `not_found`, when it is too late as well. */
export async function restoreVideo(services: Services, who: Membership, videoId: string): Promise<VideoItem> {
  const item = await readAnyVideo(services, who.org, videoId);
  const { org, deletedAt } = item;
  if (!deletedAt) return item;
  if (restorableUntilMs(deletedAt) <= services.clock.now()) throw tooLate();
  const now = iso(services.clock.now());
  const written = await writeChange(services, keyOf.video(org, videoId), {
    set: { updatedAt: now, ...changedKeys(org, videoId, now), ...wakes(item, now) },
    add: { metaRev: 1 },
    remove: ['deletedAt'],
    when: {
      expression: '#deletedAt = :seen',
      names: { '#deletedAt': 'deletedAt' },
      values: { ':seen': deletedAt },
    },
  });
  if (!written) return readVideo(services, org, videoId);
  await forgetPurge(services, item, deletedAt);
  return videoItemSchema.parse(written);
}

/** Everything that waits to be purged, of all organisations: a few, by the `due` index. */
function noted(services: Services): AsyncGenerator<Record<string, unknown>> {
  const { duePk } = dueKeys('', '', '');
  return queryItems(services, {
    IndexName: 'due',
    KeyConditionExpression: '#pk = :pk AND #sk > :now',
    FilterExpression: '#own = :trash',
    names: { '#pk': 'duePk', '#sk': 'dueSk', '#own': 'sk' },
    values: { ':pk': duePk, ':now': iso(services.clock.now()), ':trash': 'TRASH' },
  });
}

/** What can be restored, the longest deleted first. */
export async function listTrash(services: Services, { org }: Membership): Promise<TrashList> {
  const notes: TrashItem[] = [];
  for await (const item of noted(services)) notes.push(trashItemSchema.parse(item));
  const videos = await Promise.all(
    notes
      .filter((note) => note.org === org)
      .map(({ videoId }) => readItem(services, keyOf.video(org, videoId), videoItemSchema)),
  );
  return {
    videos: videos.flatMap((item) =>
      item?.deletedAt && restorableUntilMs(item.deletedAt) > services.clock.now()
        ? {
            ...{ id: item.videoId, title: item.title, deletedAt: item.deletedAt },
            restorableUntil: iso(restorableUntilMs(item.deletedAt)),
          }
        : [],
    ),
  };
}
