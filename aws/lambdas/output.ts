import type { Frame, Made, Next } from '../../shared/catalog-item.ts';
import type { CompleteDetail } from '../../shared/events/job-changed.ts';
import { frameSize } from '../../shared/ladder.ts';
import { manifestName, type VersionRef, versionPrefix } from '../../shared/paths.ts';
import type { Rendition, Resolution } from '../../shared/video.ts';
import type { Context } from './context.ts';
import { type Extras, keepExtras } from './extras.ts';
import { type Folder, listFolder } from './folder.ts';
import { checkOutput } from './gate/gate.ts';
import { leaveOut } from './gate/leave-out.ts';
import { leftOutWarnings } from './gate/left-out.ts';
import { offeredPosters, pickPoster } from './poster.ts';
import { putFile } from './put-file.ts';
import { soundWarnings } from './sounds-left-out.ts';
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

/** A version's first attempt finds its folder empty; the files of an earlier one are not this one's. */
const startedMs = ({ attempt, claimedAt }: Next) => (attempt > 1 && claimedAt ? Date.parse(claimedAt) : 0);

const noExtras: Extras = { captions: [], cover: null, warnings: [] };

/** Frames, storyboard and poster: of a picture those that were captured, of sound alone its cover. */
async function gatherFrames(
  context: Context,
  { prefix, frames, durationMs, cover }: { prefix: string; frames: Frame[]; durationMs: number } & Extras,
  detail: CompleteDetail,
  top: Rendition | undefined,
): Promise<Pick<Made, 'storyboardPath' | 'frames' | 'frameSize' | 'posterId'>> {
  if (frames.length === 0)
    return {
      storyboardPath: null,
      frames: cover ? [cover.frame] : [],
      frameSize: cover?.size ?? null,
      posterId: cover?.frame.id ?? null,
    };
  const storyboardPath = prefix + manifestName.storyboard;
  await putFile(context, storyboardPath, storyboardOf(frames, durationMs), 'text/vtt');
  const poster = pickPoster(frames, detail.blackSegments ?? [], durationMs);
  return {
    storyboardPath,
    frames: offeredPosters(frames, poster, mostPosters),
    frameSize: frameSizeOf(detail, top),
    posterId: poster?.id ?? null,
  };
}

/**
 * Reads and checks what a complete job made, leaves out of its manifests what nobody has use of, and writes storyboard,
 * captions and cover beside it. The same job gives the same answer again.
 * @throws OutputRejected when it must not be played
 */
export async function gatherOutput(
  context: Context,
  ref: VersionRef,
  detail: CompleteDetail,
  next: Next,
): Promise<Made> {
  const prefix = versionPrefix(ref);
  const folder = await listFolder(context, prefix, startedMs(next));
  const checked = await checkOutput(context, folder, detail, next);
  const { renditions, leftOut } = await leaveOut(context, folder, checked);
  const { durationMs } = checked;
  const frames = next.frameIntervalMs ? framesOf(folder, next.frameIntervalMs) : [];
  const hasPicture = renditions.length > 0;
  const extras = next.input ? await keepExtras(context, ref, next.input, hasPicture) : noExtras;
  const warnings = [...leftOutWarnings(leftOut, renditions), ...soundWarnings(next), ...extras.warnings];
  return {
    durationMs,
    renditions: renditions.map(({ file: _, ...rendition }) => rendition),
    hlsPath: prefix + manifestName.hls,
    dashPath: folder.sizes.has(manifestName.dash) ? prefix + manifestName.dash : null,
    ...(await gatherFrames(context, { prefix, frames, durationMs, ...extras }, detail, renditions[0])),
    captions: extras.captions,
    ...(warnings.length > 0 && { warnings }),
  };
}
