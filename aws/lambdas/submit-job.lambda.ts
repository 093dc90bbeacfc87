import { readArrival } from './arrival.ts';
import { arrive } from './arrive.ts';
import { type Context, createContext, type Overrides } from './context.ts';
import { type LambdaEnv, readEnv } from './env.ts';

/**
 * Turns a file that arrived in the uploads bucket into a MediaConvert job, once: parse, decide, act. Resolves when the
 * event needs no more attention; rejects to have it delivered again.
 */
export function createHandler(env: LambdaEnv, overrides?: Overrides): (event: unknown) => Promise<void> {
  const root = createContext(env, 'submit-job', overrides);
  return async function submitJob(event) {
    const arrival = readArrival(env, event);
    if ('ignored' in arrival) return root.log('ignored', { why: arrival.ignored, key: arrival.key });
    const { videoId, version } = arrival.ref;
    const context: Context = {
      ...root,
      log: (decision, fields) =>
        root.log(decision, { videoId, version, eventId: arrival.event.id, ...fields }),
    };
    try {
      await arrive(context, arrival);
    } catch (error) {
      context.log('later', { reason: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  };
}

let submitJob: ((event: unknown) => Promise<void>) | undefined;

/** Lambda's entry; the environment is read at the first event. */
export const handler = (event: unknown): Promise<void> => {
  submitJob ??= createHandler(readEnv(process.env));
  return submitJob(event);
};
