import type { Fraction, Size } from '../../../shared/probe.ts';
import { abrRenditions } from './abr.ts';
import { codecOf } from './codec-names.ts';
import { JobError, jobErrors, type Source, type Stream } from './source.ts';
import type { Scaling, Wanted, WantedAudio } from './wanted.ts';

/** One rendition to be made, in real pixels. */
export type Rendition = Size & {
  modifier: string;
  segmentModifier: string;
  crf: number;
  maxBitrateBps: number;
  profile: 'baseline' | 'main' | 'high';
};

/** A sound to be made, and what of the source it is made from. */
export type PlannedAudio = { wanted: WantedAudio; stream: Stream };

/** A job's outputs once the source is known. */
export type Plan = {
  /** Largest first is not promised: the order of the job's outputs. */
  renditions: Rendition[];
  frameRate: Fraction;
  gopFrames: number;
  /** A whole number of GOPs. */
  segmentSeconds: number;
  audios: PlannedAudio[];
  frames: (Size & { intervalSeconds: number; max: number; quality: number }) | null;
};

const smallest = 2;
const even = (length: number) => Math.max(smallest, 2 * Math.round(length / 2));

/** The size of `picture` brought into the box: even, and the box itself where rounding alone would differ. */
export function scaled(picture: Size, { width, height, behavior }: Scaling): Size {
  if (behavior === 'STRETCH_TO_OUTPUT' && width && height)
    return { width: even(width), height: even(height) };
  const box = Math.min(
    width ? width / picture.width : Number.POSITIVE_INFINITY,
    height ? height / picture.height : Number.POSITIVE_INFINITY,
  );
  const fit = Number.isFinite(box) ? box : 1;
  const factor = behavior === 'FIT_NO_UPSCALE' ? Math.min(1, fit) : fit;
  const side = (length: number, limit: number | undefined) =>
    limit && Math.abs(length * factor - limit) < smallest ? even(limit) : even(length * factor);
  return { width: side(picture.width, width), height: side(picture.height, height) };
}

/** x264's constant rate factor for the service's quality level (1..10): 7 is 23, a level is 2.5. */
export const crfOf = (level: number) => Number(Math.max(14, 23 - (level - 7) * 2.5).toFixed(1));

const profiles = { BASELINE: 'baseline', MAIN: 'main', HIGH: 'high' } as const;

function renditionsOf(wanted: Wanted, picture: Size): Rendition[] {
  const [first] = wanted.videos;
  if (wanted.abr && first) {
    const profile = profiles[first.h264.codecProfile];
    return abrRenditions(picture, first.scaling, wanted.abr).map((rendition, index) => ({
      ...rendition,
      modifier: `${first.modifier}_${index + 1}`,
      segmentModifier: first.segmentModifier,
      crf: crfOf(8),
      profile,
    }));
  }
  return wanted.videos.map(({ modifier, segmentModifier, scaling, h264 }) => {
    const { qvbrQualityLevel = 7, qvbrQualityLevelFineTune = 0 } = h264.qvbrSettings ?? {};
    return {
      ...scaled(picture, scaling),
      modifier,
      segmentModifier,
      crf: crfOf(qvbrQualityLevel + qvbrQualityLevelFineTune),
      maxBitrateBps: h264.maxBitrate ?? 0,
      profile: profiles[h264.codecProfile],
    };
  });
}

/** Refuses an input without what the outputs are to be made of. */
function checkInput({ videos, frames }: Wanted, { picture }: Source, audios: PlannedAudio[]) {
  const pictured = videos.length > 0 || frames !== null;
  if (pictured && !picture)
    throw new JobError(jobErrors.noPicture, 'The input has no video, but the job has video outputs.');
  if (pictured && picture && codecOf(picture.stream) === 'UNKNOWN')
    throw new JobError(jobErrors.unknownCodec, 'The video codec of the input is not supported.');
  if (videos.length === 0 && audios.length === 0)
    throw new JobError(jobErrors.noSound, 'The input has no audio, but the job has only audio outputs.');
}

/**
 * Fits what the job wants to the source; sound that the source has not is left out.
 * @throws JobError when a picture is wanted and there is none, or none that can be decoded
 */
export function planOutputs(wanted: Wanted, source: Source): Plan {
  const { picture } = source;
  const audios = wanted.audios.flatMap((one) => {
    const stream = source.audios[one.track - 1];
    return stream ? [{ wanted: one, stream }] : [];
  });
  checkInput(wanted, source, audios);
  const size = picture && (wanted.rotate ? picture : picture.unturned);
  const frameRate = wanted.frameRate ?? picture?.frameRate ?? { num: 25, den: 1 };
  const perSecond = frameRate.num / frameRate.den;
  const gopFrames = Math.max(1, Math.round(wanted.gopSeconds * perSecond));
  const gopSeconds = gopFrames / perSecond;
  return {
    renditions: size ? renditionsOf(wanted, size) : [],
    frameRate,
    gopFrames,
    segmentSeconds: Math.max(1, Math.round(wanted.segmentSeconds / gopSeconds)) * gopSeconds,
    audios,
    frames: wanted.frames && size ? { ...wanted.frames, ...scaled(size, wanted.frames.scaling) } : null,
  };
}
