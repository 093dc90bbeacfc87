import { PutObjectCommand } from '@aws-sdk/client-s3';
import { base64url } from 'jose';
import type { VideoItem } from '../../../shared/catalog-item.ts';
import { changedKeys, keyOf } from '../../../shared/catalog-table.ts';
import { AppError } from '../../../shared/errors.ts';
import { posterPath } from '../../../shared/paths.ts';
import type { Membership } from '../auth/membership.ts';
import { editVideo } from '../catalog/edit.ts';
import { writeChange } from '../catalog/table.ts';
import { readVideo } from '../catalog/videos.ts';
import type { Services } from '../services.ts';
import { jpegSize } from './jpeg.ts';

/** Larger pictures only weigh: a poster is shown behind a player, and small in lists. */
const mostPixels = 1920;

/** The picture's size; throws `media_rejected` for what is no JPEG or too large. */
function readSize(bytes: Uint8Array): { width: number; height: number } {
  const size = jpegSize(bytes);
  if (!size) throw new AppError('media_rejected', 'The picture is not a JPEG that can be read.');
  if (Math.max(size.width, size.height) > mostPixels)
    throw new AppError('media_rejected', `A poster may have ${mostPixels} pixels a side at most.`);
  return size;
}

async function store({ s3, settings }: Services, path: string, bytes: Uint8Array): Promise<void> {
  const file = { Bucket: settings.MEDIA_BUCKET, Key: path, Body: bytes, ContentType: 'image/jpeg' };
  await s3.send(new PutObjectCommand({ ...file, CacheControl: 'max-age=31536000, immutable' }));
}

/**
 * Makes a picture of one's own the poster of a video; it stays when the video is replaced, until another is chosen.
 * Throws `not_found`, `invalid_state` while nothing plays, `media_rejected` for what is no JPEG of at most 1920 pixels a
 * side, and what an edit throws.
 */
export async function setOwnPoster(
  services: Services,
  who: Membership,
  videoId: string,
  bytes: Uint8Array,
): Promise<VideoItem> {
  const size = readSize(bytes);
  const { org, current } = await readVideo(services, who.org, videoId);
  if (!current) throw new AppError('invalid_state', 'A poster can be set once the video is ready.');
  const id = `own-${base64url.encode(services.randomBytes(9))}`;
  const path = posterPath({ org, videoId, version: current.version }, id);
  await store(services, path, bytes);
  const now = new Date(services.clock.now()).toISOString();
  await writeChange(services, keyOf.video(org, videoId), {
    set: { ownPoster: { id, path, ...size }, updatedAt: now, ...changedKeys(org, videoId, now) },
    add: { metaRev: 1 },
    when: {
      expression: 'attribute_exists(#pk) AND attribute_not_exists(#deletedAt)',
      names: { '#pk': 'pk', '#deletedAt': 'deletedAt' },
    },
  });
  return editVideo(services, who, videoId, { posterId: id });
}
