import type { Asked, EventItem } from '../../shared/catalog-item.ts';
import { planLadder, type Rung } from '../../shared/ladder.ts';
import { defaultPolicy, policyOf } from '../../shared/ladder-policy.ts';
import { estimateJobUsd } from '../../shared/pricing.ts';
import { displaySize, type Probe } from '../../shared/probe.ts';
import { accepts } from '../../shared/progress.ts';
import type { Source } from '../../shared/video.ts';
import { reserve, withdraw } from './budget.ts';
import { getVideo, putEvent } from './catalog.ts';
import { type Claim, giveBack, renew, storeJobId, storePlan } from './claim.ts';
import type { Context } from './context.ts';
import { endAttempt } from './end-attempt.ts';
import { expectedOf } from './expected.ts';
import type { AttemptRef } from './ids.ts';
import { createJob, outcomeOf } from './job.ts';
import { probeSource } from './probe.ts';
import { headSource } from './source.ts';
import { SourceFailure } from './source-failure.ts';

/** Thrown to have the event delivered again later; nothing is wrong. */
export class NotYet extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'NotYet';
  }
}

/** What made somebody look: an event, or the sweeper's round. It names the lines of the audit trail. */
export type Occasion = { id: string; time: string; 'detail-type': string };

function sourceOf(known: Source, { picture, audio }: Probe): Source {
  const size = picture ? displaySize(picture) : null;
  const rate = picture?.frameRate;
  return {
    ...known,
    width: size?.width ?? null,
    height: size?.height ?? null,
    frameRate: rate ? Math.round((rate.num / rate.den) * 1000) / 1000 : null,
    hasAudio: audio.length > 0,
  };
}

const askedOf = ({ name, width, height }: Rung): Asked => ({ name, width, height });

/** A source that does not say how long it is, is reckoned as an hour. */
const unknownDurationMs = 3_600_000;

async function planOf(context: Context, claim: Claim) {
  const probe = await probeSource(context, claim.input);
  const maxShortSide = Number(context.env.MAX_SHORT_SIDE ?? defaultPolicy.maxShortSide);
  const planned = planLadder(probe, policyOf(claim.profile, maxShortSide));
  if (!planned.ok) throw new SourceFailure(planned.code);
  const { plan } = planned;
  const frameRate = probe.picture?.frameRate ?? null;
  const estimatedUsd = estimateJobUsd(plan, probe.durationMs ?? unknownDurationMs, { frameRate });
  const kinds = { hasPicture: plan.rungs.length > 0, hasAudio: plan.audio.length > 0 };
  const kept = await storePlan(context, claim, {
    source: sourceOf(claim.source, probe),
    frameIntervalMs: plan.frames?.intervalMs,
    soundsLeftOut: probe.audio.length - plan.audio.length,
    expected: { ...expectedOf(probe.said, kinds), renditions: plan.rungs.map(askedOf) },
    estimatedUsd,
  });
  if (!kept) throw new NotYet('the lease was lost');
  const head = await headSource(context, claim.input);
  if (!head) throw new SourceFailure('source_missing');
  if (head.etag !== claim.input.etag) throw new SourceFailure('source_changed');
  if (!(await reserve(context, claim.ref, claim.month, estimatedUsd)))
    throw new SourceFailure('budget_exceeded');
  return plan;
}

type Note = Pick<EventItem, 'state' | 'code'>;

/** Whether the attempt waits for its end still. */
async function isOpen(context: Context, ref: AttemptRef): Promise<boolean> {
  const next = (await getVideo(context, ref))?.next;
  return next !== undefined && accepts(next, { ...ref, status: 'failed' });
}

/**
 * Ends the attempt; its money first, so that whoever is stopped in between comes here again. Both are the business of
 * whoever holds the claim: one who was slow may have lost it to somebody who came further.
 */
async function fail(
  context: Context,
  claim: Claim,
  note: (line: Note) => Promise<void>,
  { code, cause }: SourceFailure,
) {
  const held = await renew(context, claim);
  const { ref, month, leaseUntil } = held ?? claim;
  if (!held && (await isOpen(context, ref))) throw new NotYet('the lease was lost');
  await note({ state: 'failed', code });
  await withdraw(context, ref, month);
  const reason = cause instanceof Error ? cause.message : undefined;
  await endAttempt(context, ref, code, { reason, leaseUntil });
}

/** Looks at the file, plans and creates the job. Bad media ends here; anything else gives the claim back. */
export async function submit(context: Context, claim: Claim, occasion: Occasion): Promise<void> {
  const note = (line: Note) => putEvent(context, claim.ref, occasion, line);
  let asked = false;
  try {
    await note({ state: 'claimed' });
    const plan = await planOf(context, claim);
    asked = true;
    const jobId = await createJob(context, claim, plan);
    await storeJobId(context, claim.ref, jobId);
    context.log('job_created', { jobId, rungs: plan.rungs.map(({ name }) => name).join(' ') });
  } catch (error) {
    if (error instanceof SourceFailure) return fail(context, claim, note, error);
    const outcome = asked ? outcomeOf(error) : 'not_made';
    if (outcome === 'refused') return fail(context, claim, note, new SourceFailure('job_refused', error));
    if (outcome === 'not_made') await giveBack(context, claim);
    throw error;
  }
}
