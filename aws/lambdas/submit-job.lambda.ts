import type { Input, Next } from '../../shared/catalog-item.ts';
import { type Arrival, readArrival } from './arrival.ts';
import { getVersion, getVideo } from './catalog.ts';
import { type Claim, createClaimed, replaceClaimed, takeClaim } from './claim.ts';
import { type Context, createContext, type Overrides } from './context.ts';
import { type Decision, decide } from './decision.ts';
import { type LambdaEnv, readEnv } from './env.ts';
import { resume } from './resume.ts';
import { headSource } from './source.ts';
import { NotYet, submit } from './submit.ts';

/** Races over one item are settled by reading it again; more than this many rounds means something else is wrong. */
const maxRounds = 3;

type Claiming = Exclude<Decision, { to: 'ignore' | 'resume' }>;

/** Takes the claim that was decided on; null when somebody else was faster. */
function take(context: Context, arrival: Arrival, input: Input, decision: Claiming): Promise<Claim | null> {
  if (decision.to === 'create') return createClaimed(context, arrival, input);
  if (decision.to === 'replace') return replaceClaimed(context, arrival, input, decision.seen);
  const { next } = decision;
  return takeClaim(context, { ...arrival.ref, attempt: next.attempt }, input, next);
}

/** Reads the item, decides and takes the claim. Null: nothing to do. */
async function claimFor(context: Context, arrival: Arrival): Promise<Claim | null> {
  for (let round = 0; round < maxRounds; round += 1) {
    const item = await getVideo(context, arrival.ref);
    const made = item ? (await getVersion(context, arrival.ref))?.createdAt : undefined;
    const decision = decide(item, arrival, made);
    if (decision.to === 'ignore') {
      context.log('ignored', { why: decision.why });
      return null;
    }
    if (decision.to === 'resume') return resumeSoon(context, arrival, decision.next);
    const head = await headSource(context, arrival.input);
    if (!head || (arrival.kind === 'drop' && head.etag !== arrival.input.etag)) {
      context.log('ignored', { why: 'superseded' });
      return null;
    }
    const claim = await take(context, arrival, { ...arrival.input, ...head }, decision);
    if (claim) {
      context.log('claimed', { to: decision.to, attempt: claim.ref.attempt });
      return claim;
    }
  }
  throw new NotYet('the video changes too fast to be claimed');
}

/** Goes on with a claim without a job id; while its holder may be at work the event has to come again. */
async function resumeSoon(context: Context, { ref }: Arrival, next: Next): Promise<Claim | null> {
  const resumed = await resume(context, { ...ref, attempt: next.attempt }, next);
  if (resumed === 'held') throw new NotYet('the claim is held by another delivery');
  return resumed === 'found' ? null : resumed;
}

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
      const claim = await claimFor(context, arrival);
      if (!claim) return;
      await submit(context, claim, arrival.event);
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
