import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import * as hls from 'hls-parser';
import type { Frame, Made, Next } from '../../shared/catalog-item.ts';
import type { CompleteDetail } from '../../shared/events/job-changed.ts';
import { frameSize } from '../../shared/ladder.ts';
import { manifestName, type VersionRef, versionPrefix } from '../../shared/paths.ts';
import type { Rendition, Resolution } from '../../shared/video.ts';
import type { Context } from './context.ts';
import { offeredPosters, pickPoster } from './poster.ts';
import { storyboardOf } from './storyboard.ts';

/** A job said it is complete, but what it made is not all there. */
export class OutputMissing extends Error {
  constructor(what: string, cause?: unknown) {
    super(what, { cause });
    this.name = 'OutputMissing';
  }
}

/** As many frames as a person wants to choose from; the item of a video has to stay small. */
const mostPosters = 20;

/** What is wrong with a playlist is said once, by us. */
hls.setOptions({ silent: true });

type Media = Pick<Context, 's3' | 'env'>;

const isMissing = (error: unknown) =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;

async function readText({ s3, env }: Media, key: string): Promise<string> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: env.MEDIA_BUCKET, Key: key }));
    return (await Body?.transformToString()) ?? '';
  } catch (error) {
    if (isMissing(error)) throw new OutputMissing(key, error);
    throw error;
  }
}

async function isThere({ s3, env }: Media, key: string): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket: env.MEDIA_BUCKET, Key: key }));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function parsePlaylist(text: string): ReturnType<typeof hls.parse> {
  try {
    return hls.parse(text);
  } catch (error) {
    throw new OutputMissing('a playlist that can be read', error);
  }
}

function variantsOf(text: string) {
  const playlist = parsePlaylist(text);
  if (!('variants' in playlist) || playlist.variants.length === 0) throw new OutputMissing('variants');
  return playlist.variants.filter((variant) => !variant.isIFrameOnly);
}

/** The picture qualities of a multivariant playlist, highest first; sound alone has none. */
export function renditionsOf(text: string): Rendition[] {
  const pictures = variantsOf(text).flatMap(({ resolution, bandwidth, codecs, frameRate }) =>
    resolution
      ? [{ ...resolution, bandwidthBps: bandwidth, codecs: codecs ?? '', frameRate: frameRate ?? null }]
      : [],
  );
  return pictures
    .map(({ width, height, ...more }) => ({ width, height, ...more }))
    .sort((one, other) => other.bandwidthBps - one.bandwidthBps);
}

async function listFrames({ s3, env }: Media, prefix: string, intervalMs: number): Promise<Frame[]> {
  const listed = await s3.send(
    new ListObjectsV2Command({ Bucket: env.MEDIA_BUCKET, Prefix: `${prefix}frames/` }),
  );
  return (listed.Contents ?? []).flatMap(({ Key: path = '' }) => {
    const id = /\.(\d+)\.jpg$/.exec(path)?.[1];
    return id ? [{ id, path, timeMs: Number(id) * intervalMs }] : [];
  });
}

/** The longest output of the stream group, or what its first playlist adds up to where the event does not say. */
async function durationOf(media: Media, prefix: string, detail: CompleteDetail, master: string) {
  const groups = detail.outputGroupDetails?.filter(({ type }) => type !== 'FILE_GROUP') ?? [];
  const said = groups.flatMap(({ outputDetails = [] }) => outputDetails.map((one) => one.durationInMs ?? 0));
  const longest = Math.max(0, ...said);
  if (longest > 0) return Math.round(longest);
  const playlist = parsePlaylist(await readText(media, prefix + (variantsOf(master)[0]?.uri ?? '')));
  const segments = 'segments' in playlist ? playlist.segments : [];
  return Math.round(segments.reduce((sum, { duration }) => sum + duration * 1000, 0));
}

function frameSizeOf(detail: CompleteDetail, top: Rendition | undefined): Resolution | null {
  const group = detail.outputGroupDetails?.find(({ type }) => type === 'FILE_GROUP');
  const { widthInPx: width, heightInPx: height } = group?.outputDetails?.[0]?.videoDetails ?? {};
  if (width && height) return { width, height };
  return top ? frameSize(top) : null;
}

async function writeStoryboard({ s3, env }: Media, key: string, text: string) {
  await s3.send(
    new PutObjectCommand({
      Bucket: env.MEDIA_BUCKET,
      Key: key,
      Body: text,
      ContentType: 'text/vtt',
      CacheControl: 'max-age=31536000, immutable',
    }),
  );
}

/**
 * Reads what a complete job made and writes the storyboard beside it. The same job gives the same answer again.
 * @throws OutputMissing when manifest or pictures are not there
 */
export async function gatherOutput(
  media: Media,
  ref: VersionRef,
  detail: CompleteDetail,
  { frameIntervalMs }: Next,
): Promise<Made> {
  const prefix = versionPrefix(ref);
  const hlsPath = prefix + manifestName.hls;
  const dashPath = prefix + manifestName.dash;
  const storyboardPath = prefix + manifestName.storyboard;
  const master = await readText(media, hlsPath);
  const renditions = renditionsOf(master);
  const durationMs = await durationOf(media, prefix, detail, master);
  const frames = frameIntervalMs ? await listFrames(media, prefix, frameIntervalMs) : [];
  const poster = pickPoster(frames, detail.blackSegments ?? [], durationMs);
  if (frames.length > 0) await writeStoryboard(media, storyboardPath, storyboardOf(frames, durationMs));
  return {
    durationMs,
    renditions,
    hlsPath,
    dashPath: (await isThere(media, dashPath)) ? dashPath : null,
    storyboardPath: frames.length > 0 ? storyboardPath : null,
    frames: offeredPosters(frames, poster, mostPosters),
    frameSize: frames.length > 0 ? frameSizeOf(detail, renditions[0]) : null,
    posterId: poster?.id ?? null,
  };
}
