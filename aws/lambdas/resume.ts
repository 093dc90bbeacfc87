import type { Next } from '../../shared/catalog-item.ts';
import { type Claim, storeJobId, takeOver } from './claim.ts';
import type { Context } from './context.ts';
import { isHeld } from './decision.ts';
import type { AttemptRef } from './ids.ts';
import { findJob } from './job.ts';

/**
 * Goes on with a claim that has no job id: its job may exist. Only when none is found and the holder is gone is the
 * claim taken over. `found`: the job's id is stored now; `held`: somebody else is at work on it.
 */
export async function resume(
  context: Context,
  ref: AttemptRef,
  next: Next,
): Promise<Claim | 'found' | 'held'> {
  const jobId = next.input ? await findJob(context, ref, next.input) : null;
  if (jobId) {
    await storeJobId(context, ref, jobId);
    context.log('job_found', { jobId });
    return 'found';
  }
  if (isHeld(next, context.now(), context.leaseMs)) return 'held';
  const claim = await takeOver(context, ref, next);
  if (!claim) return 'held';
  context.log('taken_over');
  return claim;
}
