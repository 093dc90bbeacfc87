import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Frame, Made, Next } from '../../shared/catalog-item.ts';
import type { CompleteDetail } from '../../shared/events/job-changed.ts';
import { frameSize } from '../../shared/ladder.ts';
import { manifestName, type VersionRef, versionPrefix } from '../../shared/paths.ts';
import type { Rendition, Resolution } from '../../shared/video.ts';
import type { Context } from './context.ts';
import { lengthOf, OutputMissing, renditionsOf, variantsOf } from './manifest.ts';
import { offeredPosters, pickPoster } from './poster.ts';
import { storyboardOf } from './storyboard.ts';

/** As many frames as a person wants to choose from; the item of a video has to stay small. */
const mostPosters = 20;

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
  return lengthOf(await readText(media, prefix + (variantsOf(master)[0]?.uri ?? '')));
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
