import type { Input, Next } from '../../shared/catalog-item.ts';
import type { Arrival } from './arrival.ts';
import { addEvent, getVersion, getVideo } from './catalog.ts';
import { type Claim, createClaimed, replaceClaimed, takeClaim } from './claim.ts';
import type { Context } from './context.ts';
import { type Decision, decide } from './decision.ts';
import { nextAttempt } from './next-attempt.ts';
import { resume } from './resume.ts';
import { headSource } from './source.ts';
import { NotYet, submit } from './submit.ts';

/** Races over one item are settled by reading it again; more than this many rounds means something else is wrong. */
const maxRounds = 3;

type Claiming = Exclude<Decision, { to: 'ignore' | 'resume' }>;

/** Takes the claim that was decided on; null when somebody else was faster. */
async function take(
  context: Context,
  arrival: Arrival,
  input: Input,
  decision: Claiming,
): Promise<Claim | null> {
  if (decision.to === 'claim') {
    const { next } = decision;
    return takeClaim(context, { ...arrival.ref, attempt: next.attempt }, input, next);
  }
  const seen = decision.to === 'replace' ? decision.seen : undefined;
  const ref = await nextAttempt(context, arrival.ref, seen);
  return seen
    ? replaceClaimed(context, ref, arrival, input, seen)
    : createClaimed(context, ref, arrival, input);
}

/** Somebody waits for a file of their own that another overtook, and finds in the video's history what became of it. */
async function ignore(context: Context, { ref, event }: Arrival, why: string): Promise<null> {
  if (why === 'other_version') await addEvent(context, { ...ref, attempt: 1 }, event, { state: 'overtaken' });
  context.log('ignored', { why });
  return null;
}

/** Reads the item, decides and takes the claim. Null: nothing to do. */
async function claimFor(context: Context, arrival: Arrival): Promise<Claim | null> {
  for (let round = 0; round < maxRounds; round += 1) {
    const item = await getVideo(context, arrival.ref);
    const made = item ? (await getVersion(context, arrival.ref))?.createdAt : undefined;
    const decision = decide(item, arrival, { nowMs: context.now(), made });
    if (decision.to === 'ignore') return ignore(context, arrival, decision.why);
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
 * Makes a job of a file that arrived, once, however often it is told of. Resolves when nothing more is to be done.
 * @throws NotYet while somebody else may be at work on it, and whatever else is worth another try
 */
export async function arrive(context: Context, arrival: Arrival): Promise<void> {
  const claim = await claimFor(context, arrival);
  if (claim) await submit(context, claim, arrival.event);
}
