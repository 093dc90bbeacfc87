import { dueKeys } from '../../shared/catalog-table.ts';
import { attemptStatusSchema, rank } from '../../shared/progress.ts';
import { changeVideo, touched } from './catalog.ts';
import type { Context } from './context.ts';
import { absent, all, among, any, below, equals } from './expression.ts';
import type { AttemptRef } from './ids.ts';

const beforeTranscoding = attemptStatusSchema.options.filter((status) => rank(status) < rank('transcoding'));

const sameAttempt = ({ version, attempt }: AttemptRef) =>
  all(equals('next.version', version), equals('next.attempt', attempt));

/** The first sign that a job runs: a change people see. */
function startTranscoding(context: Context, ref: AttemptRef, jobId: string, percent: number) {
  const at = context.now();
  return changeVideo(
    context,
    ref,
    {
      set: {
        'next.status': 'transcoding',
        'next.percent': percent,
        ...touched(ref, new Date(at).toISOString()),
        ...dueKeys(ref.org, ref.videoId, new Date(at + context.checkAfterMs).toISOString()),
      },
      fill: { 'next.jobId': jobId },
      count: ['jobRev'],
    },
    all(sameAttempt(ref), among('next.status', beforeTranscoding)),
  );
}

/** Per cent of a running job: they only grow, and do not count as a change of the video. */
const advance = (context: Context, ref: AttemptRef, jobId: string, percent: number) =>
  changeVideo(
    context,
    ref,
    { set: { 'next.percent': percent }, fill: { 'next.jobId': jobId }, count: ['jobRev'] },
    all(
      sameAttempt(ref),
      equals('next.status', 'transcoding'),
      any(absent('next.percent'), below('next.percent', percent)),
    ),
  );

/** Writes a job's progress where it is news; false where it is not. */
export async function recordProgress(
  context: Context,
  ref: AttemptRef,
  jobId: string,
  jobPercent: number | null,
): Promise<boolean> {
  const percent = Math.max(0, Math.min(100, jobPercent ?? 0));
  return (
    (await startTranscoding(context, ref, jobId, percent)) ||
    (jobPercent !== null && (await advance(context, ref, jobId, percent)))
  );
}
