import * as z from 'zod';
import type { Next, VideoItem } from '../../../shared/catalog-item.ts';
import { dueKeys } from '../../../shared/catalog-table.ts';
import { changeVideo, getVideo } from '../catalog.ts';
import type { Context } from '../context.ts';
import { endAttempt } from '../end-attempt.ts';
import { equals } from '../expression.ts';
import type { AttemptRef } from '../ids.ts';
import { record } from '../record.ts';
import { resume } from '../resume.ts';
import { settle, spendMonth } from '../spend.ts';
import { submit } from '../submit.ts';
import { askJob } from './ask-job.ts';
import type { Due } from './due.ts';
import { findFile } from './find-file.ts';
import { lookAt } from './look-at.ts';

/** A video that is not ready this long after its file came is one that a person should know of. */
const stuckAfterMs = 12 * 60 * 60_000;

/** Moves the time of the next look, or takes it away, unless somebody else has moved it. */
const setDue = (context: Context, { org, videoId, dueSk }: Due, untilMs: number | null) =>
  changeVideo(
    context,
    { org, videoId },
    untilMs === null
      ? { remove: ['duePk', 'dueSk'] }
      : { set: dueKeys(org, videoId, new Date(untilMs).toISOString()) },
    equals('dueSk', dueSk),
  );

const occasionOf = ({ now }: Context, ref: AttemptRef) => ({
  id: `sweep-${ref.version}-${ref.attempt}`,
  time: new Date(now()).toISOString(),
  'detail-type': 'Sweep',
});

async function sendOn(context: Context, ref: AttemptRef, next: Next): Promise<void> {
  const resumed = await resume(context, ref, next);
  if (typeof resumed === 'object') await submit(context, resumed, occasionOf(context, ref));
}

async function lookForFile(context: Context, ref: AttemptRef, next: Next): Promise<void> {
  const found = await findFile(context, ref, next);
  if (found === 'abandoned') return endAttempt(context, ref, 'upload_abandoned');
  if (typeof found !== 'object') return;
  context.log('file_found', { attempt: ref.attempt });
  await submit(context, found, occasionOf(context, ref));
}

async function lookForJob(context: Context, ref: AttemptRef, next: Next, jobId: string): Promise<void> {
  const news = await askJob(context, jobId);
  if (news === 'waiting') return;
  const month = spendMonth(next);
  if (news !== 'lost') return record(context, { ref, month }, news);
  await settle(context, ref, month, 0);
  await endAttempt(context, ref, 'job_lost', { jobId, actualUsd: 0 });
}

/** The line that the alarm of stuck videos counts. */
function tellStuck(context: Context, { claimedAt }: Next): void {
  const sinceMs = context.now() - Date.parse(claimedAt ?? '');
  if (sinceMs > stuckAfterMs) context.log('stuck', { sinceMs });
}

async function act(context: Context, item: VideoItem, due: Due): Promise<void> {
  const look = lookAt(item, context.now());
  if (look.to === 'rest') return void (await setDue(context, due, null));
  if (look.to === 'wait') return void (await setDue(context, due, look.untilMs));
  const { next } = look;
  // Before the work, so that what fails every time does not stand before all others in every round.
  if (!(await setDue(context, due, context.now() + context.checkAfterMs))) return;
  tellStuck(context, next);
  const ref = { org: due.org, videoId: due.videoId, version: next.version, attempt: next.attempt };
  if (look.to === 'find_file') return lookForFile(context, ref, next);
  if (look.to === 'resume') return sendOn(context, ref, next);
  return lookForJob(context, ref, next, look.jobId);
}

/** An item that cannot be read is one that a person should know of; it stands before no others either. */
async function tellUnreadable(context: Context, due: Due, error: unknown): Promise<never> {
  if (error instanceof z.ZodError) {
    await setDue(context, due, context.now() + context.checkAfterMs);
    context.log('stuck', { why: 'unreadable' });
  }
  throw error;
}

/** Repairs one video that stands still, or fails it with a reason. Repeated, it changes nothing more. */
export async function mend(context: Context, due: Due): Promise<void> {
  const item = await getVideo(context, due).catch((error: unknown) => tellUnreadable(context, due, error));
  if (item) await act(context, item, due);
}
