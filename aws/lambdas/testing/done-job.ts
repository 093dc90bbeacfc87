import { jobMetadataSchema } from '../../../shared/events/job-changed.ts';
import { versionPrefix } from '../../../shared/paths.ts';
import { putOutput } from './output.ts';
import type { World } from './world.ts';

const seconds = 3;

/** Puts what a job of `movie()` makes, and lets the service say that the job is complete. */
export function finishJob({ s3 }: World, job: World['mediaconvert']['jobs'][number]): void {
  const prefix = versionPrefix(jobMetadataSchema.parse(job.userMetadata));
  putOutput({ s3 }, prefix, seconds);
  for (const n of [0, 1, 2]) s3.put('media', `${prefix}frames/f_.000000${n}.jpg`, `frame ${n}`);
  const durationInMs = seconds * 1000;
  const size = (widthInPx: number, heightInPx: number) => ({ videoDetails: { widthInPx, heightInPx } });
  Object.assign(job, {
    status: 'COMPLETE',
    outputGroupDetails: [
      {
        outputDetails: [
          { durationInMs, ...size(1280, 720) },
          { durationInMs, ...size(640, 360) },
          { durationInMs },
        ],
      },
      { outputDetails: [{ durationInMs, ...size(640, 360) }] },
    ],
  });
}
