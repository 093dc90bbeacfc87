import type { EventItem } from '../../shared/catalog-item.ts';
import type { JobChanged, JobDetail } from '../../shared/events/job-changed.ts';
import type { FailureCode } from '../../shared/failures.ts';
import { codeOfJob } from '../../shared/job-errors.ts';
import { putEvent } from './catalog.ts';
import { storeJobId } from './claim.ts';
import { complete } from './complete.ts';
import type { Context } from './context.ts';
import { endAttempt } from './end-attempt.ts';
import type { AttemptRef } from './ids.ts';
import { recordProgress } from './progress.ts';
import { settle } from './spend.ts';

/** An attempt and the month (`yyyy-mm`) its cost is counted in. */
export type Counted = { ref: AttemptRef; month: string };

/** What an event's line in the audit trail says besides its state. */
function remarkOf(detail: JobDetail): Pick<EventItem, 'code' | 'message'> {
  if (detail.status === 'ERROR')
    return {
      ...(detail.errorCode !== undefined && { code: String(detail.errorCode) }),
      ...(detail.errorMessage && { message: detail.errorMessage }),
    };
  if (detail.status === 'NEW_WARNING')
    return {
      ...(detail.warningCode && { code: detail.warningCode }),
      ...(detail.warningMessage && { message: detail.warningMessage }),
    };
  return {};
}

/** A job that ended without a video is not billed: its money first, so that whoever is stopped comes here again. */
async function end(context: Context, { ref, month }: Counted, jobId: string, code: FailureCode) {
  await settle(context, ref, month, 0);
  await endAttempt(context, ref, code, { jobId, actualUsd: 0 });
}

async function act(context: Context, counted: Counted, event: JobChanged): Promise<void> {
  const { detail } = event;
  const { jobId, status: state } = detail;
  const { ref } = counted;
  const say = (done: boolean, decision: string, more = {}) =>
    context.log(done ? decision : 'ignored', { state, ...(done ? {} : { why: 'not_news' }), ...more });
  switch (detail.status) {
    case 'STATUS_UPDATE': {
      const percent = detail.jobProgress?.jobPercentComplete ?? null;
      return say(await recordProgress(context, ref, jobId, percent), 'progress', { percent });
    }
    case 'PROGRESSING':
    case 'INPUT_INFORMATION':
      return say(await recordProgress(context, ref, jobId, null), 'progress');
    case 'NEW_WARNING':
    case 'QUEUE_HOP':
      return say(await storeJobId(context, ref, jobId), 'noted');
    case 'ERROR':
      return end(context, counted, jobId, codeOfJob(detail.errorCode));
    case 'CANCELED':
      return end(context, counted, jobId, 'transcode_canceled');
    case 'COMPLETE':
      return complete(context, counted, event, detail);
  }
}

/** Brings what is heard of an attempt's job into the catalog: a line of its trail, then what the news means. */
export async function record(context: Context, counted: Counted, event: JobChanged): Promise<void> {
  const { jobId, status: state } = event.detail;
  await putEvent(context, counted.ref, event, { jobId, state, ...remarkOf(event.detail) });
  await act(context, counted, event);
}
