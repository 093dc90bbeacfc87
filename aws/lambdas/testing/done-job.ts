import * as z from 'zod';
import { jobMetadataSchema } from '../../../shared/events/job-changed.ts';
import { versionPrefix } from '../../../shared/paths.ts';
import { putOutput, type Variant } from './output.ts';
import type { World } from './world.ts';

type Job = World['mediaconvert']['jobs'][number];

const seconds = 3;

const outputSchema = z.object({
  nameModifier: z.string(),
  videoDescription: z
    .object({
      width: z.int(),
      height: z.int(),
      codecSettings: z.object({ h264Settings: z.object({ maxBitrate: z.int() }) }),
    })
    .optional(),
});
const settingsSchema = z.object({
  outputGroups: z.tuple([z.object({ outputs: z.array(outputSchema) })], z.unknown()),
});

/** Of a drawing, 540p takes more than 720p. */
const dear = '540p';

/** The renditions that a job was asked for, as they come out of a drawing. */
function variantsOf({ settings }: Job): Variant[] {
  const [{ outputs }] = settingsSchema.parse(settings).outputGroups;
  return outputs.flatMap(({ nameModifier, videoDescription: picture }) => {
    if (!picture) return [];
    const name = nameModifier.slice(1);
    const { maxBitrate } = picture.codecSettings.h264Settings;
    const bandwidthBps = name === dear ? 2 * maxBitrate : maxBitrate;
    return [{ name, size: `${picture.width}x${picture.height}`, bandwidthBps }];
  });
}

/** Puts what a job of `movie()` makes, and lets the service say that the job is complete. */
export function finishJob({ s3 }: World, job: Job): void {
  const prefix = versionPrefix(jobMetadataSchema.parse(job.userMetadata));
  putOutput({ s3 }, prefix, seconds, variantsOf(job));
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
