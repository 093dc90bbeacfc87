import type { CreateJobCommandInput, OutputGroup } from '@aws-sdk/client-mediaconvert';
import type { LadderPlan } from '../../shared/ladder.ts';
import { versionPrefix } from '../../shared/paths.ts';
import type { LambdaEnv } from './env.ts';
import { type AttemptRef, requestToken } from './ids.ts';
import { audioSelectors, frameOutput, pictureOutput, soundOutput } from './job-outputs.ts';

const streamGroup = (plan: LadderPlan, destination: string): OutputGroup => ({
  Name: 'CMAF',
  OutputGroupSettings: {
    Type: 'CMAF_GROUP_SETTINGS',
    CmafGroupSettings: {
      Destination: destination,
      SegmentControl: 'SEGMENTED_FILES',
      SegmentLength: 6,
      FragmentLength: 2,
      SegmentLengthControl: 'GOP_MULTIPLE',
      MinFinalSegmentLength: 0,
      WriteHlsManifest: 'ENABLED',
      WriteDashManifest: 'ENABLED',
      ManifestDurationFormat: 'FLOATING_POINT',
      CodecSpecification: 'RFC_6381',
      StreamInfResolution: 'INCLUDE',
      ImageBasedTrickPlay: 'NONE',
    },
  },
  Outputs: [
    ...plan.rungs.map((rung) => pictureOutput(rung, plan)),
    ...plan.audio.map((audio) => soundOutput(audio, plan)),
  ],
});

function frameGroups(plan: LadderPlan, destination: string): OutputGroup[] {
  if (!plan.frames) return [];
  return [
    {
      Name: 'Thumbnails',
      OutputGroupSettings: {
        Type: 'FILE_GROUP_SETTINGS',
        FileGroupSettings: { Destination: destination },
      },
      Outputs: [frameOutput(plan.frames, plan)],
    },
  ];
}

/** `s3://` and the key as it is: MediaConvert takes it unencoded. */
export const fileUrl = (bucket: string, key: string) => `s3://${bucket}/${key}`;

/** What a job is for: `month` (`yyyy-mm`) is where its cost is counted. */
export type JobSubject = { ref: AttemptRef; input: { bucket: string; key: string }; month: string };

/**
 * The CreateJob request of a plan: one CMAF group with HLS and DASH manifests at `<version folder>/index`, and captured
 * frames at `<version folder>/frames/f_.NNNNNNN.jpg` when the plan has them.
 */
export function jobRequest(
  env: LambdaEnv,
  { ref, input, month }: JobSubject,
  plan: LadderPlan,
): CreateJobCommandInput {
  const folder = fileUrl(env.MEDIA_BUCKET, versionPrefix(ref));
  const { org, videoId, version, attempt } = ref;
  return {
    Role: env.MEDIACONVERT_ROLE_ARN,
    Queue: env.MEDIACONVERT_QUEUE_ARN,
    ClientRequestToken: requestToken(ref),
    UserMetadata: { org, attempt: String(attempt), videoId, version, month },
    Tags: { app: 'vod', videoId },
    BillingTagsSource: 'JOB',
    StatusUpdateInterval: 'SECONDS_10',
    Priority: 0,
    AccelerationSettings: { Mode: 'DISABLED' },
    Settings: {
      TimecodeConfig: { Source: 'ZEROBASED' },
      Inputs: [
        {
          FileInput: fileUrl(input.bucket, input.key),
          TimecodeSource: 'ZEROBASED',
          ...(plan.rungs.length > 0 && { VideoSelector: { Rotate: 'AUTO' } }),
          ...(plan.audio.length > 0 && { AudioSelectors: audioSelectors(plan) }),
        },
      ],
      OutputGroups: [streamGroup(plan, `${folder}index`), ...frameGroups(plan, `${folder}frames/f`)],
    },
  };
}
