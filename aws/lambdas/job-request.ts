import type { CreateJobCommandInput, H264Settings, Output, OutputGroup } from '@aws-sdk/client-mediaconvert';
import type { Fraction, FramePlan, LadderPlan, Rung } from '../../shared/ladder.ts';
import { versionPrefix } from '../../shared/paths.ts';
import type { LambdaEnv } from './env.ts';
import { type AttemptRef, requestToken } from './ids.ts';

const audioSelector = 'Audio Selector 1';

const frameRateOf = (rate: Fraction | null): H264Settings =>
  rate
    ? {
        FramerateControl: 'SPECIFIED',
        FramerateNumerator: rate.num,
        FramerateDenominator: rate.den,
        FramerateConversionAlgorithm: 'DUPLICATE_DROP',
      }
    : { FramerateControl: 'INITIALIZE_FROM_SOURCE' };

const pictureOutput = (rung: Rung, frameRate: Fraction | null): Output => ({
  NameModifier: `_${rung.name}`,
  ContainerSettings: {
    Container: 'CMFC',
    CmfcSettings: { AudioDuration: 'MATCH_VIDEO_DURATION', IFrameOnlyManifest: 'EXCLUDE' },
  },
  VideoDescription: {
    Width: rung.width,
    Height: rung.height,
    ScalingBehavior: 'FIT',
    CodecSettings: {
      Codec: 'H_264',
      H264Settings: {
        RateControlMode: 'QVBR',
        QvbrSettings: { QvbrQualityLevel: rung.qvbrLevel },
        MaxBitrate: rung.maxBitrateBps,
        QualityTuningLevel: 'SINGLE_PASS_HQ',
        SceneChangeDetect: 'ENABLED',
        GopSizeUnits: 'AUTO',
        ...frameRateOf(frameRate),
        ParControl: 'SPECIFIED',
        ParNumerator: 1,
        ParDenominator: 1,
        InterlaceMode: 'PROGRESSIVE',
        CodecProfile: 'HIGH',
        AdaptiveQuantization: 'AUTO',
      },
    },
  },
});

const soundOutput: Output = {
  NameModifier: '_audio',
  ContainerSettings: {
    Container: 'CMFC',
    CmfcSettings: { AudioGroupId: 'aud', AudioTrackType: 'ALTERNATE_AUDIO_AUTO_SELECT_DEFAULT' },
  },
  AudioDescriptions: [
    {
      AudioSourceName: audioSelector,
      CodecSettings: {
        Codec: 'AAC',
        AacSettings: { Bitrate: 128_000, CodingMode: 'CODING_MODE_2_0', SampleRate: 48_000 },
      },
      LanguageCodeControl: 'FOLLOW_INPUT',
    },
  ],
};

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
    ...plan.rungs.map((rung) => pictureOutput(rung, plan.frameRate)),
    ...(plan.hasAudio ? [soundOutput] : []),
  ],
});

const frameGroup = (frames: FramePlan, destination: string): OutputGroup => ({
  Name: 'Thumbnails',
  OutputGroupSettings: {
    Type: 'FILE_GROUP_SETTINGS',
    FileGroupSettings: { Destination: destination },
  },
  Outputs: [
    {
      NameModifier: '_',
      Extension: 'jpg',
      ContainerSettings: { Container: 'RAW' },
      VideoDescription: {
        Width: frames.width,
        Height: frames.height,
        ScalingBehavior: 'FIT',
        CodecSettings: {
          Codec: 'FRAME_CAPTURE',
          FrameCaptureSettings: {
            FramerateNumerator: 1,
            FramerateDenominator: frames.intervalMs / 1000,
            MaxCaptures: frames.maxCaptures,
            Quality: 80,
          },
        },
      },
    },
  ],
});

/** `s3://` and the key as it is: MediaConvert takes it unencoded. */
export const fileUrl = (bucket: string, key: string) => `s3://${bucket}/${key}`;

/** What a job is for: `month` (`yyyy-mm`) is where its cost is counted. */
export type JobSubject = { ref: AttemptRef; input: { bucket: string; key: string }; month: string };

/**
 * The CreateJob request of a plan: one CMAF group with HLS and DASH manifests at `<version folder>/index`, and captured
 * frames at `<version folder>/frames/f_.NNNNNNN.jpg` when there is a picture.
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
          ...(plan.hasAudio && { AudioSelectors: { [audioSelector]: { DefaultSelection: 'DEFAULT' } } }),
        },
      ],
      OutputGroups: [
        streamGroup(plan, `${folder}index`),
        ...(plan.frames ? [frameGroup(plan.frames, `${folder}frames/f`)] : []),
      ],
    },
  };
}
