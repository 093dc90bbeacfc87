import type {
  AudioSelector,
  CmfcAudioTrackType,
  H264Settings,
  Output,
  VideoDescription,
} from '@aws-sdk/client-mediaconvert';
import type { AudioPlan } from '../../shared/audio-plan.ts';
import type { FramePlan, LadderPlan, Rung } from '../../shared/ladder.ts';
import type { Fraction } from '../../shared/probe.ts';

const frameRateOf = (rate: Fraction | null): H264Settings =>
  rate
    ? {
        FramerateControl: 'SPECIFIED',
        FramerateNumerator: rate.num,
        FramerateDenominator: rate.den,
        FramerateConversionAlgorithm: 'DUPLICATE_DROP',
      }
    : { FramerateControl: 'INITIALIZE_FROM_SOURCE' };

/** What is done to every picture, captured frames included. `NORMAL` leaves alone what says it is progressive. */
function preprocessorsOf({ toSdr, deinterlace }: LadderPlan): Pick<VideoDescription, 'VideoPreprocessors'> {
  if (!toSdr && !deinterlace) return {};
  return {
    VideoPreprocessors: {
      ...(toSdr && {
        ColorCorrector: { ColorSpaceConversion: 'FORCE_709', HdrToSdrToneMapper: 'PRESERVE_DETAILS' },
      }),
      ...(deinterlace && {
        Deinterlacer: { Algorithm: 'INTERPOLATE', Mode: 'DEINTERLACE', Control: 'NORMAL' },
      }),
    },
  };
}

/**
 * The one group of all sounds. Pictures name it: MediaConvert ties them to sounds by itself only where neither side says
 * anything (docs.aws.amazon.com/mediaconvert/latest/apireference/jobs.html, CmfcSettings).
 */
const audioGroup = 'aud';

/** One rendition: H.264 in CMAF, square pixels, progressive. */
export const pictureOutput = (rung: Rung, plan: LadderPlan): Output => ({
  NameModifier: `_${rung.name}`,
  ContainerSettings: {
    Container: 'CMFC',
    CmfcSettings: {
      AudioDuration: 'MATCH_VIDEO_DURATION',
      IFrameOnlyManifest: 'EXCLUDE',
      ...(plan.audio.length > 0 && { AudioRenditionSets: audioGroup }),
    },
  },
  VideoDescription: {
    Width: rung.width,
    Height: rung.height,
    ScalingBehavior: 'FIT',
    ...preprocessorsOf(plan),
    CodecSettings: {
      Codec: 'H_264',
      H264Settings: {
        RateControlMode: 'QVBR',
        QvbrSettings: { QvbrQualityLevel: rung.qvbrLevel },
        MaxBitrate: rung.maxBitrateBps,
        QualityTuningLevel: 'SINGLE_PASS_HQ',
        SceneChangeDetect: 'ENABLED',
        GopSizeUnits: 'AUTO',
        ...frameRateOf(plan.frameRate),
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

const selectorName = ({ track }: AudioPlan) => `Audio Selector ${track}`;

/** `Tracks` counts sound tracks from 1; the only one of a plan's first track needs no number. */
export function audioSelectors({ audio }: LadderPlan): Record<string, AudioSelector> {
  const chosen = audio.length > 1 || audio.some(({ track }) => track > 1);
  const selectors = audio.map((one): [string, AudioSelector] => [
    selectorName(one),
    {
      ...(chosen && { SelectorType: 'TRACK', Tracks: [one.track] }),
      DefaultSelection: one.isDefault ? 'DEFAULT' : 'NOT_DEFAULT',
    },
  ]);
  return Object.fromEntries(selectors);
}

/** How the HLS manifest lists a sound: without pictures it is what plays, beside them a rendition of group `aud`. */
function trackTypeOf({ isDefault, autoSelect }: AudioPlan, hasPicture: boolean): CmfcAudioTrackType {
  if (!hasPicture) return 'AUDIO_ONLY_VARIANT_STREAM';
  if (isDefault) return 'ALTERNATE_AUDIO_AUTO_SELECT_DEFAULT';
  return autoSelect ? 'ALTERNATE_AUDIO_AUTO_SELECT' : 'ALTERNATE_AUDIO_NOT_AUTO_SELECT';
}

const languageOf = ({ language }: AudioPlan) =>
  language
    ? { CustomLanguageCode: language, LanguageCodeControl: 'USE_CONFIGURED' as const }
    : { LanguageCodeControl: 'FOLLOW_INPUT' as const };

/** One sound as stereo AAC, whatever its channels: the coding mode makes the service mix them down. */
export const soundOutput = (audio: AudioPlan, plan: LadderPlan): Output => ({
  NameModifier: audio.isDefault ? '_audio' : `_audio_${audio.track}`,
  ContainerSettings: {
    Container: 'CMFC',
    CmfcSettings: { AudioGroupId: audioGroup, AudioTrackType: trackTypeOf(audio, plan.rungs.length > 0) },
  },
  AudioDescriptions: [
    {
      AudioSourceName: selectorName(audio),
      CodecSettings: {
        Codec: 'AAC',
        AacSettings: { Bitrate: 128_000, CodingMode: 'CODING_MODE_2_0', SampleRate: 48_000 },
      },
      ...(plan.audio.length > 1 && { StreamName: audio.name }),
      ...languageOf(audio),
    },
  ],
});

/** Captured JPEG frames. */
export const frameOutput = (frames: FramePlan, plan: LadderPlan): Output => ({
  NameModifier: '_',
  Extension: 'jpg',
  ContainerSettings: { Container: 'RAW' },
  VideoDescription: {
    Width: frames.width,
    Height: frames.height,
    ScalingBehavior: 'FIT',
    ...preprocessorsOf(plan),
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
});
