import { PutObjectCommand } from '@aws-sdk/client-s3';
import { base64url } from 'jose';
import type { AddCaptions, CaptionTrack } from '../../../shared/caption-track.ts';
import { toWebVtt } from '../../../shared/captions.ts';
import { type CaptionItem, type VideoItem, videoItemSchema } from '../../../shared/catalog-item.ts';
import { changedKeys, keyOf } from '../../../shared/catalog-table.ts';
import { CaptionsError } from '../../../shared/cue.ts';
import { AppError } from '../../../shared/errors.ts';
import { captionPath } from '../../../shared/paths.ts';
import type { Membership } from '../auth/membership.ts';
import { writeChange } from '../catalog/table.ts';
import { readVideo } from '../catalog/videos.ts';
import type { Services } from '../services.ts';

/** The item of a video has to stay small. */
const mostTracks = 50;
const rounds = 5;

/** The text as WebVTT; throws `invalid_request` naming `text` and the line that cannot be read. */
function readText({ text, format }: AddCaptions): string {
  try {
    return toWebVtt(text, format);
  } catch (error) {
    if (!(error instanceof CaptionsError)) throw error;
    throw new AppError('invalid_request', 'The captions cannot be read.', {
      fields: [{ path: 'text', message: error.message }],
    });
  }
}

/** Writes the list of tracks over the one that was read; false when others were faster. */
function writeTracks(services: Services, { org, videoId, metaRev }: VideoItem, captions: CaptionItem[]) {
  const now = new Date(services.clock.now()).toISOString();
  return writeChange(services, keyOf.video(org, videoId), {
    set: { captions, updatedAt: now, ...changedKeys(org, videoId, now) },
    add: { metaRev: 1 },
    when: {
      expression: '#metaRev = :seen',
      names: { '#metaRev': 'metaRev' },
      values: { ':seen': metaRev },
    },
  });
}

async function changeTracks(
  services: Services,
  who: Membership,
  videoId: string,
  change: (item: VideoItem) => CaptionItem[],
): Promise<VideoItem> {
  for (let round = 0; round < rounds; round++) {
    const item = await readVideo(services, who.org, videoId);
    const written = await writeTracks(services, item, change(item));
    if (written) return videoItemSchema.parse(written);
  }
  throw new AppError('conflict', 'Others are changing this video right now; try again.');
}

async function store({ s3, settings }: Services, path: string, text: string): Promise<void> {
  const file = { Bucket: settings.MEDIA_BUCKET, Key: path, Body: text, ContentType: 'text/vtt' };
  await s3.send(new PutObjectCommand({ ...file, CacheControl: 'max-age=31536000, immutable' }));
}

/**
 * Adds a caption track to a video. Throws `not_found`, `invalid_request` naming `text` and the line that cannot be read,
 * `invalid_state` while nothing plays or when there are fifty tracks.
 */
export async function addCaptions(
  services: Services,
  who: Membership,
  videoId: string,
  request: AddCaptions,
): Promise<CaptionTrack> {
  const text = readText(request);
  const { current } = await readVideo(services, who.org, videoId);
  if (!current) throw new AppError('invalid_state', 'Captions can be added once the video is ready.');
  const id = base64url.encode(services.randomBytes(9));
  const path = captionPath({ org: who.org, videoId, version: current.version }, id);
  const { language, label } = request;
  await store(services, path, text);
  await changeTracks(services, who, videoId, ({ captions = [] }) => {
    if (captions.length >= mostTracks)
      throw new AppError('invalid_state', 'A video can have fifty caption tracks at most.');
    return [...captions, { id, language, label, path }];
  });
  return { id, language, label, url: `${services.settings.MEDIA_ORIGIN}/${path}` };
}

/** Takes a caption track away that somebody added; its file goes with the video. Throws `not_found`. */
export async function removeCaptions(
  services: Services,
  who: Membership,
  videoId: string,
  captionId: string,
): Promise<void> {
  await changeTracks(services, who, videoId, ({ captions = [] }) => {
    const kept = captions.filter(({ id }) => id !== captionId);
    if (kept.length === captions.length)
      throw new AppError('not_found', 'The video has no such caption track that could be removed.');
    return kept;
  });
}
