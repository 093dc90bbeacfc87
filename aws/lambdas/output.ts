import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Frame, Made, Next } from '../../shared/catalog-item.ts';
import type { CompleteDetail } from '../../shared/events/job-changed.ts';
import { frameSize } from '../../shared/ladder.ts';
import { manifestName, type VersionRef, versionPrefix } from '../../shared/paths.ts';
import type { Rendition, Resolution } from '../../shared/video.ts';
import { type Folder, listFolder, type Media } from './folder.ts';
import { checkOutput } from './gate/gate.ts';
import { offeredPosters, pickPoster } from './poster.ts';
import { storyboardOf } from './storyboard.ts';

/** As many frames as a person wants to choose from; the item of a video has to stay small. */
const mostPosters = 20;

function framesOf({ prefix, sizes }: Folder, intervalMs: number): Frame[] {
  return [...sizes.keys()].flatMap((name) => {
    const id = /^frames\/.*\.(\d+)\.jpg$/.exec(name)?.[1];
    return id ? [{ id, path: prefix + name, timeMs: Number(id) * intervalMs }] : [];
  });
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

/** A version's first attempt finds its folder empty; the files of an earlier one are not this one's. */
const startedMs = ({ attempt, claimedAt }: Next) => (attempt > 1 && claimedAt ? Date.parse(claimedAt) : 0);

/**
 * Reads and checks what a complete job made and writes the storyboard beside it. The same job gives the same answer again.
 * @throws OutputRejected when it must not be played
 */
export async function gatherOutput(
  media: Media,
  ref: VersionRef,
  detail: CompleteDetail,
  next: Next,
): Promise<Made> {
  const prefix = versionPrefix(ref);
  const storyboardPath = prefix + manifestName.storyboard;
  const folder = await listFolder(media, prefix, startedMs(next));
  const { renditions, durationMs } = await checkOutput(media, folder, detail, next);
  const frames = next.frameIntervalMs ? framesOf(folder, next.frameIntervalMs) : [];
  const poster = pickPoster(frames, detail.blackSegments ?? [], durationMs);
  if (frames.length > 0) await writeStoryboard(media, storyboardPath, storyboardOf(frames, durationMs));
  return {
    durationMs,
    renditions: renditions.map(({ file: _, ...rendition }) => rendition),
    hlsPath: prefix + manifestName.hls,
    dashPath: folder.sizes.has(manifestName.dash) ? prefix + manifestName.dash : null,
    storyboardPath: frames.length > 0 ? storyboardPath : null,
    frames: offeredPosters(frames, poster, mostPosters),
    frameSize: frames.length > 0 ? frameSizeOf(detail, renditions[0]) : null,
    posterId: poster?.id ?? null,
  };
}
