import { jobChangedSchema, jobMetadataSchema } from '../../shared/events/job-changed.ts';
import { monthOf } from '../../shared/spend.ts';
import { type Context, createContext, type Overrides } from './context.ts';
import { knowsOrg, type LambdaEnv, readEnv } from './env.ts';
import { record } from './record.ts';

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
    const month = ref.month ?? monthOf(Date.parse(parsed.data.time));
    const context: Context = {
      ...root,
      log: (decision, fields) => root.log(decision, { videoId, version, attempt, eventId, ...fields }),
    };
    try {
      await record(context, { ref: { org, videoId, version, attempt }, month }, parsed.data);
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
