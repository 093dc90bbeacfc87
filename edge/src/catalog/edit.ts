import { type VideoItem, videoItemSchema } from '../../../shared/catalog-item.ts';
import { changedKeys, keyOf, publishedKeys } from '../../../shared/catalog-table.ts';
import { AppError } from '../../../shared/errors.ts';
import type { VideoPatch } from '../../../shared/video.ts';
import type { Membership } from '../auth/membership.ts';
import type { Services } from '../services.ts';
import { copyCardImage, removeCardImage } from './card-image.ts';
import { posterPicture } from './summary.ts';
import { type Change, type Condition, writeChange } from './table.ts';
import { readVideo } from './videos.ts';

/** An edit that publishes or moves the card image holds only on the item it was made for; else it is made again. */
const attempts = 8;

/**
 * Whether `If-Match` names the item's metaRev; the pipeline's half of the ETag moves by itself and does not count. Weak
 * tags hold too: whoever compresses an answer on its way weakens ours (developers.cloudflare.com/cache/reference/etag-headers).
 */
export function ifMatchHolds(header: string | undefined, { metaRev }: Pick<VideoItem, 'metaRev'>): boolean {
  if (header === undefined || header.trim() === '*') return true;
  return header
    .split(',')
    .map((tag) => /^(?:W\/)?"?(\d+)(?:\.\d+)?"?$/.exec(tag.trim())?.[1])
    .includes(String(metaRev));
}

function assertPossible(item: VideoItem, patch: VideoPatch, ifMatch: string | undefined): void {
  if (!ifMatchHolds(ifMatch, item))
    throw new AppError('precondition_failed', 'Somebody has changed this video in the meantime.');
  const pictures = [...(item.current?.made.frames ?? []), ...(item.ownPoster ? [item.ownPoster] : [])];
  if (patch.posterId && !pictures.some(({ id }) => id === patch.posterId))
    throw new AppError('invalid_request', 'The video has no such picture.', {
      fields: [{ path: 'posterId', message: 'is not one of the posters' }],
    });
  if (patch.published && !item.current)
    throw new AppError('invalid_state', 'A video can be published once it is ready.');
}

/** What the edit does to the card image and to the attributes that stand for being published. */
type Publication = { set: Record<string, unknown>; remove: string[]; copied: string | null };

async function publish(services: Services, item: VideoItem, patch: VideoPatch, now: string) {
  const picture = posterPicture({ ...item, ...(patch.posterId ? { posterId: patch.posterId } : {}) });
  const copied = picture ? await copyCardImage(services, item.org, picture.path) : null;
  const publishedAt = item.publishedAt ?? now;
  const keys = { publishedAt, ...publishedKeys(item.org, item.videoId, publishedAt) };
  return {
    set: { ...keys, ...(copied ? { imageKey: copied } : {}) },
    remove: copied ? [] : ['imageKey'],
    copied,
  };
}

async function publicationOf(services: Services, item: VideoItem, patch: VideoPatch, now: string) {
  const published = patch.published ?? item.published;
  const nothing: Publication = { set: {}, remove: [], copied: null };
  if (published && (!item.published || patch.posterId)) return publish(services, item, patch, now);
  if (!published && item.published)
    return { ...nothing, remove: ['imageKey', 'publishedAt', 'publishedPk', 'publishedSk'] };
  return nothing;
}

/** What an edit was made for and must still find: people's last edit, or that and the picture and version shown. */
type Held = 'nothing' | 'edit' | 'picture';

/**
 * Whether a video is published, and by which picture, is several attributes: they are written only over what was read,
 * even where they seem to stay as they are.
 */
const heldBy = ({ published, posterId }: VideoPatch, ifMatch: string | undefined): Held =>
  published !== undefined || posterId !== undefined ? 'picture' : ifMatch === undefined ? 'nothing' : 'edit';

function conditionOf({ metaRev, imageKey, current }: VideoItem, held: Held): Condition {
  const picture = [
    imageKey ? '#imageKey = :expectedImageKey' : 'attribute_not_exists(#imageKey)',
    current ? '#current.#version = :expectedVersion' : 'attribute_not_exists(#current)',
  ];
  const parts = [
    'attribute_exists(#pk)',
    ...(held === 'nothing' ? [] : ['#metaRev = :expectedMetaRev']),
    ...(held === 'picture' ? picture : []),
  ];
  return {
    expression: parts.join(' AND '),
    names: {
      '#pk': 'pk',
      ...(held === 'picture' ? { '#imageKey': 'imageKey', '#current': 'current' } : {}),
      ...(held === 'picture' && current ? { '#version': 'version' } : {}),
    },
    values: {
      ...(held === 'nothing' ? {} : { ':expectedMetaRev': metaRev }),
      ...(held === 'picture' && imageKey ? { ':expectedImageKey': imageKey } : {}),
      ...(held === 'picture' && current ? { ':expectedVersion': current.version } : {}),
    },
  };
}

async function tryEdit(services: Services, item: VideoItem, patch: VideoPatch, ifMatch: string | undefined) {
  const now = new Date(services.clock.now()).toISOString();
  const { set, remove, copied } = await publicationOf(services, item, patch, now);
  const moves = Object.keys(set).length + remove.length > 0;
  const change: Change = {
    set: { ...patch, ...set, updatedAt: now, ...changedKeys(item.org, item.videoId, now) },
    add: { metaRev: 1 },
    remove,
    when: conditionOf(item, heldBy(patch, ifMatch)),
  };
  const written = await writeChange(services, keyOf.video(item.org, item.videoId), change);
  const left = written ? (moves ? item.imageKey : null) : copied;
  if (left) await removeCardImage(services, item.org, left);
  return written ? videoItemSchema.parse(written) : null;
}

/**
 * Writes the attributes sent, and only those. Publishing copies the poster to a random name that the catalog's cookie
 * opens; unpublishing removes it. Throws `not_found`, `precondition_failed`, `invalid_state`, `invalid_request` (naming
 * `posterId`) and, when others keep editing, `conflict`.
 */
export async function editVideo(
  services: Services,
  who: Membership,
  videoId: string,
  patch: VideoPatch,
  ifMatch?: string,
): Promise<VideoItem> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const item = await readVideo(services, who.org, videoId);
    assertPossible(item, patch, ifMatch);
    const edited = await tryEdit(services, item, patch, ifMatch);
    if (edited) return edited;
  }
  throw new AppError('conflict', 'Others are changing this video right now; try again.');
}
