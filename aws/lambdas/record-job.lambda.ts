import {
  type JobChanged,
  type JobDetail,
  jobChangedSchema,
  jobMetadataSchema,
} from '../../shared/events/job-changed.ts';
import { failure } from '../../shared/failures.ts';
import { failureOfJob } from '../../shared/job-errors.ts';
import { failAttempt, putEvent } from './catalog.ts';
import { storeJobId } from './claim.ts';
import { complete } from './complete.ts';
import { type Context, createContext, type Overrides } from './context.ts';
import { knowsOrg, type LambdaEnv, readEnv } from './env.ts';
import type { AttemptRef } from './ids.ts';
import { recordProgress } from './progress.ts';

/** What an event's line in the audit trail says besides its state. */
function remarkOf(detail: JobDetail): { code?: string; message?: string } {
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

async function record(context: Context, ref: AttemptRef, event: JobChanged): Promise<void> {
  const { detail } = event;
  const { jobId, status: state } = detail;
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
    case 'ERROR': {
      const reason = failureOfJob(detail.errorCode);
      const more = { code: reason.code, errorCode: detail.errorCode };
      return say(await failAttempt(context, ref, reason, jobId), 'failed', more);
    }
    case 'CANCELED': {
      const reason = failure('transcode_canceled');
      return say(await failAttempt(context, ref, reason, jobId), 'failed', { code: reason.code });
    }
    case 'COMPLETE':
      return complete(context, ref, event, detail);
  }
}

/**
 * Brings MediaConvert's job events into the catalog, in whatever order and however often they come. Resolves when the
 * event needs no more attention; rejects to have it delivered again.
 */
export function createHandler(env: LambdaEnv, overrides?: Overrides): (event: unknown) => Promise<void> {
  const root = createContext(env, 'record-job', overrides);
  return async function recordJob(event) {
    const parsed = jobChangedSchema.safeParse(event);
    if (!parsed.success) return root.log('ignored', { why: 'unknown_event' });
    const { id: eventId, detail } = parsed.data;
    const ref = jobMetadataSchema.safeParse(detail.userMetadata).data;
    if (!ref || !knowsOrg(env, ref.org))
      return root.log('ignored', { why: 'unknown_job', jobId: detail.jobId });
    const { org, videoId, version, attempt } = ref;
    const known: AttemptRef = { org, videoId, version, attempt };
    const context: Context = {
      ...root,
      log: (decision, fields) => root.log(decision, { videoId, version, attempt, eventId, ...fields }),
    };
    try {
      await putEvent(context, known, parsed.data, {
        jobId: detail.jobId,
        state: detail.status,
        ...remarkOf(detail),
      });
      await record(context, known, parsed.data);
    } catch (error) {
      context.log('later', { reason: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  };
}

let recordJob: ((event: unknown) => Promise<void>) | undefined;

/** Lambda's entry; the environment is read at the first event. */
export const handler = (event: unknown): Promise<void> => {
  recordJob ??= createHandler(readEnv(process.env));
  return recordJob(event);
};
