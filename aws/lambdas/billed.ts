import type { CompleteDetail } from '../../shared/events/job-changed.ts';
import { billedJobUsd } from '../../shared/pricing.ts';
import type { Source } from '../../shared/video.ts';

/** What a complete job is billed, in US dollars, by the outputs it names; captured frames have no price that is known. */
export function billedUsd(detail: CompleteDetail, source: Source | undefined): number {
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
  return billedJobUsd(outputs, source?.frameRate ?? null);
}
