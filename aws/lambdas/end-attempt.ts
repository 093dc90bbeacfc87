import type { Next } from '../../shared/catalog-item.ts';
import { dueKeys } from '../../shared/catalog-table.ts';
import { type FailureCode, failure, reactionTo, retryAfterMs } from '../../shared/failures.ts';
import { accepts, type Failure } from '../../shared/progress.ts';
import { changeVideo, failAttempt, getVideo, mayBecome, touched } from './catalog.ts';
import type { Context } from './context.ts';
import { all, type Condition, equals } from './expression.ts';
import type { AttemptRef } from './ids.ts';

/** `again`: another attempt waits for its time. `ignored`: the attempt had ended already, or is another one by now. */
type Outcome = 'failed' | 'again' | 'ignored';

type Again = { afterMs: number; profile: Next['profile'] };

/** 0 up to 1, of the handler's own randomness. */
const fraction = (random: Context['random']) => (random(1)[0] ?? 0) / 256;

/** Whether and how the same file is tried once more without anybody asking. */
function againAfter({ random }: Context, { tries = 0, profile }: Next, code: FailureCode): Again | null {
  const reaction = reactionTo(code);
  if (reaction === 'safe') return profile === 'safe' ? null : { afterMs: 0, profile: 'safe' };
  const afterMs = reaction === 'later' ? retryAfterMs(tries, () => fraction(random)) : null;
  return afterMs === null ? null : { afterMs, profile };
}

/** Puts the next attempt in the ended one's place, in one write; the sweeper begins it. */
function tryAgain(
  context: Context,
  ref: AttemptRef,
  known: Next,
  { afterMs, profile }: Again,
  when: Condition,
) {
  const { version, input, source, tries = 0 } = known;
  const at = new Date(context.now()).toISOString();
  const retryAt = new Date(context.now() + afterMs).toISOString();
  const next = {
    ...{ version, attempt: ref.attempt + 1, status: 'queued', input, source, tries: tries + 1 },
    ...{ claimedAt: at, retryAt, ...(profile && { profile }) },
  } as const satisfies Partial<Next>;
  const set = { next, ...touched(ref, at), ...dueKeys(ref.org, ref.videoId, retryAt) };
  return changeVideo(context, ref, { set, count: ['jobRev'] }, when);
}

type More = {
  jobId?: string;
  /** What its job is billed, in US dollars; not there where no job was made. */
  actualUsd?: number;
  detail?: Failure['detail'];
  reason?: string | undefined;
  /** Of whoever ends a claim without a job: nothing ends when that lease is held no more. */
  leaseUntil?: string;
};

async function end(
  context: Context,
  ref: AttemptRef,
  code: FailureCode,
  { jobId, actualUsd, detail, leaseUntil }: More,
): Promise<Outcome> {
  const next = (await getVideo(context, ref))?.next;
  if (!next || !accepts(next, { ...ref, status: 'failed' })) return 'ignored';
  const ours = leaseUntil ? [equals('next.leaseUntil', leaseUntil)] : [];
  const when = all(mayBecome(ref, 'failed'), ...ours);
  const again = next.input ? againAfter(context, next, code) : null;
  const done = again
    ? await tryAgain(context, ref, next, again, when)
    : await failAttempt(context, ref, { failure: failure(code, detail), jobId, actualUsd }, when);
  if (!done) return 'ignored';
  return again ? 'again' : 'failed';
}

/**
 * Ends an attempt that came to nothing: with the failure, or with another attempt where trying again may help. `detail`
 * says more than the code does; `reason` is for the log.
 */
export async function endAttempt(context: Context, ref: AttemptRef, code: FailureCode, more: More = {}) {
  const outcome = await end(context, ref, code, more);
  const why = outcome === 'ignored' ? { why: 'not_news' } : {};
  context.log(outcome, { code, reason: more.reason, ...why });
}
