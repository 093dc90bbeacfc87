import type { Next } from '../../shared/catalog-item.ts';
import type { CompleteDetail } from '../../shared/events/job-changed.ts';
import { defaultPolicy, policyOf } from '../../shared/ladder-policy.ts';
import { billedJobUsd } from '../../shared/pricing.ts';

/** What a complete job is billed, in US dollars, by the outputs it names; captured frames have no price that is known. */
export function billedUsd(
  detail: CompleteDetail,
  made: Pick<Next, 'source' | 'profile'> | undefined,
): number {
  const groups = detail.outputGroupDetails?.filter(({ type }) => type !== 'FILE_GROUP') ?? [];
  const outputs = groups.flatMap(({ outputDetails = [] }) =>
    outputDetails.map(({ durationInMs = 0, videoDetails }) => ({
      durationMs: durationInMs,
      ...(videoDetails?.widthInPx &&
        videoDetails.heightInPx && {
          size: { width: videoDetails.widthInPx, height: videoDetails.heightInPx },
        }),
    })),
  );
  const policy = policyOf(made?.profile ?? 'usual', defaultPolicy.maxShortSide);
  return billedJobUsd(outputs, made?.source?.frameRate ?? null, policy);
}
