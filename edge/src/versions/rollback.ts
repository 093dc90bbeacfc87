import { HeadObjectCommand } from '@aws-sdk/client-s3';
import {
  type Current,
  chosenOwnPoster,
  type VersionItem,
  type VideoItem,
  versionItemSchema,
  videoItemSchema,
} from '../../../shared/catalog-item.ts';
import { changedKeys, keyOf } from '../../../shared/catalog-table.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Membership } from '../auth/membership.ts';
import { copyCardImage, removeCardImage } from '../catalog/card-image.ts';
import { readItem, writeChange } from '../catalog/table.ts';
import { readVideo } from '../catalog/videos.ts';
import type { Services } from '../services.ts';

/** People may publish, and a version be finished, in the meantime; more rounds than this and the caller tries again. */
const rounds = 5;

const noSuchVersion = () =>
  new AppError('invalid_request', 'No such version of this video was made.', {
    fields: [{ path: 'version', message: 'is not one of the versions' }],
  });

async function readVersion(services: Services, { org, videoId }: VideoItem, version: string) {
  const item = await readItem(services, keyOf.version(org, videoId, version), versionItemSchema);
  if (!item) throw noSuchVersion();
  const { s3, settings } = services;
  const manifest = new HeadObjectCommand({ Bucket: settings.MEDIA_BUCKET, Key: item.made.hlsPath });
  await s3.send(manifest).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'NotFound') throw noSuchVersion();
    throw error;
  });
  return item;
}

/** Its files are being written over, or were by an attempt that failed. */
const madeAgain = () =>
  new AppError('invalid_state', 'This version is being made again; it can be played once that is done.');

function currentOf({ pk: _pk, sk: _sk, createdAt: _at, ...made }: VersionItem, version: string): Current {
  return { ...made, version, status: 'ready' };
}

/** Puts a version in the place of the one that plays, for a video exactly as `item` is. */
async function swap(services: Services, item: VideoItem, current: Current): Promise<VideoItem | null> {
  const { org, videoId, published, imageKey } = item;
  const now = new Date(services.clock.now()).toISOString();
  const own = chosenOwnPoster(item);
  const poster = own ?? current.made.frames.find(({ id }) => id === current.made.posterId);
  const copied = published && poster ? await copyCardImage(services, org, poster.path) : null;
  const written = await writeChange(services, keyOf.video(org, videoId), {
    set: {
      ...{ current, updatedAt: now, ...changedKeys(org, videoId, now) },
      ...(copied ? { imageKey: copied } : {}),
    },
    add: { metaRev: 1, jobRev: 1 },
    remove: [...(own ? [] : ['posterId']), ...(copied || !imageKey ? [] : ['imageKey'])],
    when: {
      expression: `#current.#version = :seen AND #published = :published AND attribute_not_exists(#deletedAt) AND (attribute_not_exists(#next) OR #next.#version <> :wanted) AND ${imageKey ? '#imageKey = :image' : 'attribute_not_exists(#imageKey)'}`,
      names: {
        ...{ '#current': 'current', '#version': 'version', '#published': 'published' },
        ...{ '#imageKey': 'imageKey', '#deletedAt': 'deletedAt', '#next': 'next' },
      },
      values: {
        ...{ ':seen': item.current?.version ?? '', ':wanted': current.version },
        ':published': published,
        ...(imageKey ? { ':image': imageKey } : {}),
      },
    },
  });
  const left = written ? imageKey : copied;
  if (left) await removeCardImage(services, org, left);
  return written ? videoItemSchema.parse(written) : null;
}

/**
 * Makes an earlier version play again, in one write; the one that plays stays among the versions. Throws `not_found`,
 * `invalid_request` naming `version`, `invalid_state` while nothing plays or the version is being made again, `conflict`
 * when others keep changing it.
 */
export async function rollBack(
  services: Services,
  who: Membership,
  videoId: string,
  version: string,
): Promise<VideoItem> {
  for (let round = 0; round < rounds; round++) {
    const item = await readVideo(services, who.org, videoId);
    if (!item.current) throw new AppError('invalid_state', 'Nothing plays yet that could be replaced.');
    if (item.current.version === version) return item;
    if (item.next?.version === version) throw madeAgain();
    const wanted = await readVersion(services, item, version);
    const swapped = await swap(services, item, currentOf(wanted, version));
    if (swapped) return swapped;
  }
  throw new AppError('conflict', 'Others are changing this video right now; try again.');
}
