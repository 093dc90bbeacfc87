import {
  type Current,
  chosenOwnPoster,
  type Made,
  type Next,
  type VideoItem,
} from '../../shared/catalog-item.ts';
import { keyOf } from '../../shared/catalog-table.ts';
import type { CompleteDetail, JobChanged } from '../../shared/events/job-changed.ts';
import { accepts } from '../../shared/progress.ts';
import { billedUsd } from './billed.ts';
import { copyCardImage, removeCardImage } from './card-image.ts';
import { changeVideo, getVideo, mayBecome, putEvent, putVersion, touched } from './catalog.ts';
import type { Context } from './context.ts';
import { discardOutput } from './discard.ts';
import { endAttempt } from './end-attempt.ts';
import { absent, all, equals } from './expression.ts';
import type { AttemptRef } from './ids.ts';
import { gatherOutput } from './output.ts';
import type { Counted } from './record.ts';
import { OutputRejected } from './rejected.ts';
import { headSource } from './source.ts';
import { settle } from './spend.ts';

/** People may publish and unpublish while a version is finished; more rounds than this and the event comes again. */
const maxRounds = 5;

type Open = VideoItem & { next: Next };

/** The item while this attempt may still become ready. */
async function openItem(context: Context, ref: AttemptRef): Promise<Open | 'gone' | null> {
  const item = await getVideo(context, ref);
  if (!item) return 'gone';
  const { next } = item;
  return next && accepts(next, { ...ref, status: 'ready' }) ? { ...item, next } : null;
}

/** People may remove a video while it is made. */
async function discard(context: Context, ref: AttemptRef) {
  await discardOutput(context, ref);
  context.log('discarded');
}

/** Whether the file that was transcoded is still the file that was claimed; one that is gone did no harm. */
async function sourceChanged(context: Context, { input }: Next): Promise<boolean> {
  const head = input ? await headSource(context, input) : null;
  return head !== null && head.etag !== input?.etag;
}

function currentOf(ref: AttemptRef, jobId: string, next: Next, made: Made, actualUsd: number): Current {
  const unknown = { fileName: 'source', sizeBytes: next.input?.sizeBytes ?? 0 };
  const { version, attempt } = ref;
  const source = next.source ?? { ...unknown, width: null, height: null, frameRate: null, hasAudio: null };
  const { input, estimatedUsd } = next;
  const cost = { ...(estimatedUsd !== undefined && { estimatedUsd }), actualUsd };
  return { version, attempt, status: 'ready', jobId, source, ...(input && { input }), made, ...cost };
}

const same = (path: string, value: unknown) => (value === undefined ? absent(path) : equals(path, value));

/** Moves `next` to `current` in one write, for a video exactly as published as `item` is. */
function moveWrite(
  context: Context,
  ref: AttemptRef,
  item: VideoItem,
  current: Current,
  imageKey: string | undefined,
) {
  const updatedAt = new Date(context.now()).toISOString();
  return changeVideo(
    context,
    ref,
    {
      set: { current, ...touched(ref, updatedAt), ...(imageKey && { imageKey }) },
      count: ['jobRev'],
      remove: [
        ...['next', 'duePk', 'dueSk'],
        ...(chosenOwnPoster(item) ? [] : ['posterId']),
        ...(imageKey ? [] : ['imageKey']),
      ],
    },
    all(
      mayBecome(ref, 'ready'),
      equals('published', item.published),
      same('imageKey', item.imageKey),
      same('posterId', item.posterId),
    ),
  );
}

/** Whether this call made the version current, it was decided otherwise before, or the video is gone. */
async function move(context: Context, ref: AttemptRef, current: Current): Promise<boolean | 'gone'> {
  const frame = current.made.frames.find(({ id }) => id === current.made.posterId);
  for (let round = 0; round < maxRounds; round += 1) {
    const item = await openItem(context, ref);
    if (item === null || item === 'gone') return item ?? false;
    const poster = chosenOwnPoster(item) ?? frame;
    const imageKey =
      item.published && poster ? await copyCardImage(context, ref.org, poster.path) : undefined;
    const moved = await moveWrite(context, ref, item, current, imageKey);
    const left = moved ? item.imageKey : imageKey;
    if (left) await removeCardImage(context, ref.org, left);
    if (moved) return true;
  }
  throw new Error('the video changes too fast to be finished');
}

/** Writes the version's own item: what was made, so that it can be played again after another took its place. */
function keepVersion(
  context: Context,
  ref: AttemptRef,
  { status: _, version: __, ...made }: Current,
  at: string,
) {
  const { jobId = '' } = made;
  const key = keyOf.version(ref.org, ref.videoId, ref.version);
  return putVersion(context, { ...key, ...made, jobId, createdAt: at });
}

/** Ends an attempt whose output must not be played; its trail says so first, because another attempt may follow. */
async function reject(
  context: Context,
  ref: AttemptRef,
  event: JobChanged,
  actualUsd: number,
  { code, flaw: detail, message }: OutputRejected,
) {
  const { jobId } = event.detail;
  const line = { ...event, id: `${event.id}-rejected` };
  await putEvent(context, ref, line, { jobId, state: 'rejected', code, message });
  await endAttempt(context, ref, code, { jobId, actualUsd, detail, reason: message });
}

/** Reads what the job made and makes it current. */
async function finish(
  context: Context,
  ref: AttemptRef,
  next: Next,
  event: JobChanged,
  detail: CompleteDetail,
): Promise<void> {
  const { jobId } = detail;
  const actualUsd = billedUsd(detail, next);
  if (await sourceChanged(context, next))
    return endAttempt(context, ref, 'source_changed', { jobId, actualUsd });
  try {
    const made = await gatherOutput(context, ref, detail, next);
    const current = currentOf(ref, jobId, next, made, actualUsd);
    await keepVersion(context, ref, current, event.time);
    const moved = await move(context, ref, current);
    if (moved === 'gone') return discard(context, ref);
    context.log(moved ? 'ready' : 'ignored', { jobId, durationMs: made.durationMs });
  } catch (error) {
    if (!(error instanceof OutputRejected)) throw error;
    await reject(context, ref, event, actualUsd, error);
  }
}

/**
 * Finishes an attempt whose job is complete: counts what it is billed, reads the output, writes storyboard and version
 * item, then makes the version current. Every step may be done twice; only the last one shows. A job is billed whatever
 * has become of its video.
 */
export async function complete(
  context: Context,
  { ref, month }: Counted,
  event: JobChanged,
  detail: CompleteDetail,
): Promise<void> {
  const item = await getVideo(context, ref);
  const next = item?.next?.version === ref.version && item.next.attempt === ref.attempt ? item.next : null;
  await settle(context, ref, month, billedUsd(detail, next ?? item?.current));
  if (!item) return discard(context, ref);
  if (!next || !accepts(next, { ...ref, status: 'ready' }))
    return context.log('ignored', { why: 'not_news', state: detail.status });
  await finish(context, ref, next, event, detail);
}
