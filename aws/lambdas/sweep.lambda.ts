import { type Sweep, sweepSchema } from '../../shared/events/schedules.ts';
import type { Arrival } from './arrival.ts';
import { arrive } from './arrive.ts';
import { type Context, createContext, type Overrides } from './context.ts';
import { type LambdaEnv, readEnv } from './env.ts';
import { whatIsDue } from './sweep/due.ts';
import { mend } from './sweep/mend.ts';
import { purge } from './sweep/purge.ts';
import { recentDrops } from './sweep/strays.ts';

/** A round ends by itself before Lambda ends it; what is left is for the next one. */
const roundMs = 80_000;

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** One video after the other; what fails with one is logged and does not keep the others waiting. */
async function each<T extends { videoId: string }>(
  root: Context,
  found: AsyncIterable<T>,
  work: (context: Context, one: T) => Promise<void>,
): Promise<void> {
  const endMs = root.now() + roundMs;
  for await (const one of found) {
    if (root.now() > endMs) return root.log('round_over');
    const { videoId } = one;
    const context: Context = {
      ...root,
      log: (decision, fields) => root.log(decision, { videoId, ...fields }),
    };
    await work(context, one).catch((error: unknown) => context.log('later', { reason: reasonOf(error) }));
  }
}

/** Begins anywhere among them, so that a round which ends early does not leave out the same ones every time. */
async function* arrivals(context: Context) {
  const all: Arrival[] = [];
  for await (const arrival of recentDrops(context)) all.push(arrival);
  const first = Buffer.from(context.random(4)).readUInt32BE() % Math.max(1, all.length);
  for (const arrival of [...all.slice(first), ...all.slice(0, first)])
    yield { videoId: arrival.ref.videoId, arrival };
}

const rounds: Record<Sweep['look'], (context: Context) => Promise<void>> = {
  due: (context) =>
    each(context, whatIsDue(context), (one, due) => (due.kind === 'trash' ? purge : mend)(one, due)),
  strays: (context) => each(context, arrivals(context), (one, { arrival }) => arrive(one, arrival)),
};

/**
 * Finds videos that stand still and repairs them or fails them with a reason: claimed without a job, queued or
 * transcoding without news, uploaded without an event, uploads that nobody finished; purges what was deleted long ago.
 * Idempotent: every step is a conditional write that other handlers make as well.
 */
export function createHandler(env: LambdaEnv, overrides?: Overrides): (event: unknown) => Promise<void> {
  const context = createContext(env, 'sweep', overrides);
  return async function sweep(event) {
    await rounds[sweepSchema.parse(event).look](context);
  };
}

let sweep: ((event: unknown) => Promise<void>) | undefined;

/** Lambda's entry; the environment is read at the first event. */
export const handler = (event: unknown): Promise<void> => {
  sweep ??= createHandler(readEnv(process.env));
  return sweep(event);
};
