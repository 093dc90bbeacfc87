import { type FailureCode, failure } from '../../shared/failures.ts';
import { displaySize, type Probe, planLadder } from '../../shared/ladder.ts';
import type { Source } from '../../shared/video.ts';
import { type Arrival, readArrival } from './arrival.ts';
import { failAttempt, getVideo, putEvent } from './catalog.ts';
import {
  type Claim,
  createClaimed,
  giveBack,
  replaceClaimed,
  storeJobId,
  storePlan,
  takeClaim,
  takeOver,
} from './claim.ts';
import { type Context, createContext, type Overrides } from './context.ts';
import { decide, isHeld } from './decision.ts';
import { type LambdaEnv, readEnv } from './env.ts';
import { createJob, findJob, outcomeOf } from './job.ts';
import { probeSource } from './probe.ts';
import { headSource, SourceFailure } from './source.ts';

/** Thrown to have the event delivered again later; nothing is wrong. */
class NotYet extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'NotYet';
  }
}

/** Races over one item are settled by reading it again; more than this many rounds means something else is wrong. */
const maxRounds = 3;

/** Reads the item, decides and takes the claim. Null: nothing to do. */
async function claimFor(context: Context, arrival: Arrival): Promise<Claim | null> {
  for (let round = 0; round < maxRounds; round += 1) {
    const decision = decide(await getVideo(context, arrival.ref), arrival);
    if (decision.to === 'ignore') {
      context.log('ignored', { why: decision.why });
      return null;
    }
    if (decision.to === 'resume') return resume(context, arrival, decision.next);
    const head = await headSource(context, arrival.input);
    if (!head || (arrival.kind === 'drop' && head.etag !== arrival.input.etag)) {
      context.log('ignored', { why: 'superseded' });
      return null;
    }
    const input = { ...arrival.input, ...head };
    const claim =
      decision.to === 'create'
        ? await createClaimed(context, arrival, input)
        : decision.to === 'replace'
          ? await replaceClaimed(context, arrival, input, decision.seen)
          : await takeClaim(context, arrival, input, decision.next);
    if (claim) {
      context.log('claimed', { to: decision.to, attempt: claim.ref.attempt });
      return claim;
    }
  }
  throw new NotYet('the video changes too fast to be claimed');
}

/** A claim without a job id: its job may exist. Only when none is found and the holder is gone is another one made. */
async function resume(
  context: Context,
  arrival: Arrival,
  next: Parameters<typeof takeOver>[2],
): Promise<Claim | null> {
  const ref = { ...arrival.ref, attempt: next.attempt };
  const jobId = await findJob(context, ref, arrival.input);
  if (jobId) {
    await storeJobId(context, ref, jobId);
    context.log('job_found', { jobId });
    return null;
  }
  if (isHeld(next, context.now(), context.leaseMs)) throw new NotYet('the claim is held by another delivery');
  const claim = await takeOver(context, arrival, next);
  if (!claim) throw new NotYet('the claim was taken by another delivery');
  context.log('taken_over');
  return claim;
}

function sourceOf(known: Source, { picture, hasAudio }: Probe): Source {
  const size = picture ? displaySize(picture) : null;
  const rate = picture?.frameRate;
  return {
    ...known,
    width: size?.width ?? null,
    height: size?.height ?? null,
    frameRate: rate ? Math.round((rate.num / rate.den) * 1000) / 1000 : null,
    hasAudio,
  };
}

async function planOf(context: Context, claim: Claim) {
  const probe = await probeSource(context, claim.input);
  const planned = planLadder(probe);
  if (!planned.ok) throw new SourceFailure(planned.code);
  const { plan } = planned;
  const kept = await storePlan(context, claim, sourceOf(claim.source, probe), plan.frames?.intervalMs);
  if (!kept) throw new NotYet('the lease was lost');
  const head = await headSource(context, claim.input);
  if (!head) throw new SourceFailure('source_missing');
  if (head.etag !== claim.input.etag) throw new SourceFailure('source_changed');
  return plan;
}

async function fail(context: Context, claim: Claim, { event }: Arrival, code: FailureCode, cause?: unknown) {
  await putEvent(context, claim.ref, event, { state: 'failed', code });
  const done = await failAttempt(context, claim.ref, failure(code));
  const reason = cause instanceof Error ? cause.message : undefined;
  context.log(done ? 'failed' : 'ignored', { code, reason });
}

/** Looks at the file, plans and creates the job. Bad media ends here; anything else gives the claim back. */
async function work(context: Context, claim: Claim, arrival: Arrival) {
  let asked = false;
  try {
    await putEvent(context, claim.ref, arrival.event, { state: 'claimed' });
    const plan = await planOf(context, claim);
    asked = true;
    const jobId = await createJob(context, claim.ref, claim.input, plan);
    await storeJobId(context, claim.ref, jobId);
    context.log('job_created', { jobId, rungs: plan.rungs.map(({ name }) => name).join(' ') });
  } catch (error) {
    if (error instanceof SourceFailure) return fail(context, claim, arrival, error.code, error.cause);
    const outcome = asked ? outcomeOf(error) : 'not_made';
    if (outcome === 'refused') return fail(context, claim, arrival, 'job_refused', error);
    if (outcome === 'not_made') await giveBack(context, claim);
    throw error;
  }
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
      await work(context, claim, arrival);
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
