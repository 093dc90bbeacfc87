import { type Next, type VideoItem, videoItemSchema } from '../../../shared/catalog-item.ts';
import { changedKeys, dueKeys, keyOf } from '../../../shared/catalog-table.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Membership } from '../auth/membership.ts';
import { writeChange } from '../catalog/table.ts';
import { readVideo } from '../catalog/videos.ts';
import type { Services } from '../services.ts';
import { assertWithinCap } from '../spend/spend.ts';

const notFailed = () => new AppError('invalid_state', 'Only what failed can be tried again.');

/** The attempt after a failed one; the sweeper begins it at its next round. */
function attemptAfter({ next }: VideoItem, now: string): Next & Pick<Required<Next>, 'input'> {
  if (next?.status !== 'failed') throw notFailed();
  const { version, attempt, input, source } = next;
  if (!input) throw new AppError('invalid_state', 'The file of this version never arrived; upload it again.');
  const begun = { version, attempt: attempt + 1, status: 'queued' as const, claimedAt: now, retryAt: now };
  return { ...begun, input, ...(source ? { source } : {}) };
}

/**
 * Tries once more to make the version that failed, from the file that is still there. Throws `not_found`,
 * `invalid_state` when nothing failed or its file never came, `budget_exceeded`.
 */
export async function retryVideo(services: Services, who: Membership, videoId: string): Promise<VideoItem> {
  const item = await readVideo(services, who.org, videoId);
  const now = new Date(services.clock.now()).toISOString();
  const next = attemptAfter(item, now);
  await assertWithinCap(services, who.org);
  const { org } = item;
  const written = await writeChange(services, keyOf.video(org, videoId), {
    set: { next, updatedAt: now, ...changedKeys(org, videoId, now), ...dueKeys(org, videoId, now) },
    add: { jobRev: 1 },
    when: {
      expression:
        '#next.#version = :version AND #next.#attempt = :failed AND #next.#status = :status AND attribute_not_exists(#deletedAt)',
      names: {
        ...{ '#version': 'version', '#attempt': 'attempt', '#status': 'status' },
        '#deletedAt': 'deletedAt',
      },
      values: { ':version': next.version, ':failed': next.attempt - 1, ':status': 'failed' },
    },
  });
  if (!written) throw notFailed();
  return videoItemSchema.parse(written);
}
