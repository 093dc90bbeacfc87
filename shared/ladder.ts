import { type AudioPlan, planAudio } from './audio-plan.ts';
import type { FailureCode } from './failures.ts';
import { defaultPolicy, type LadderPolicy } from './ladder-policy.ts';
import { displaySize, type Fraction, type PictureTrack, type Probe, type Size } from './probe.ts';

/** One rendition to make; `qvbrLevel` is MediaConvert's quality level (1..10). */
export type Rung = Size & { name: string; maxBitrateBps: number; qvbrLevel: number };

export type FramePlan = Size & { intervalMs: number; maxCaptures: number };

export type LadderPlan = {
  /** Highest first; empty for sound alone. */
  rungs: Rung[];
  /** The rate to convert to; null keeps the source's. */
  frameRate: Fraction | null;
  /** The default first; empty for a silent picture. */
  audio: AudioPlan[];
  frames: FramePlan | null;
  /** Whether the picture's dynamic range is brought down to what every screen shows. */
  toSdr: boolean;
  /** Whether fields are made into frames. */
  deinterlace: boolean;
};

/** Short side of 16:9 rungs and their peak bitrate at up to 30 frames a second. */
const rungs = [
  { shortSide: 2160, maxBitrateBps: 16_000_000, qvbrLevel: 9 },
  { shortSide: 1440, maxBitrateBps: 9_500_000, qvbrLevel: 8 },
  { shortSide: 1080, maxBitrateBps: 6_000_000, qvbrLevel: 8 },
  { shortSide: 720, maxBitrateBps: 3_500_000, qvbrLevel: 7 },
  { shortSide: 540, maxBitrateBps: 2_000_000, qvbrLevel: 7 },
  { shortSide: 360, maxBitrateBps: 900_000, qvbrLevel: 7 },
  { shortSide: 240, maxBitrateBps: 400_000, qvbrLevel: 7 },
] as const;

/** A source this much larger than the highest rung below it gets a rung of its own size. */
const ownSizeFrom = 1.1;
const minSide = 32;
const frameBox = { long: 640, short: 360 };
const unknownDurationIntervalMs = 10_000;

const even = (value: number) => 2 * Math.round(value / 2);
const evenBelow = (value: number) => 2 * Math.floor(value / 2);
const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

/** `source` with the short side at `shortSide` at most: same shape, even, never larger than the source. */
function scaledTo({ width, height }: Size, shortSide: number): Size {
  const factor = Math.min(1, shortSide / Math.min(width, height));
  const side = (length: number) => Math.min(even(length * factor), evenBelow(length));
  return { width: side(width), height: side(height) };
}

/** The peak bitrate of a size: that of the 16:9 rung with as many pixels, in between by their number. */
function bitrateOf({ width, height }: Size, frameRate: number): number {
  const shortSide = Math.min(rungs[0].shortSide, Math.sqrt((width * height * 9) / 16));
  const above = rungs.findLast((rung) => rung.shortSide >= shortSide) ?? rungs[0];
  const below = rungs.find((rung) => rung.shortSide < shortSide) ?? { shortSide: 0, maxBitrateBps: 100_000 };
  const share = (shortSide ** 2 - below.shortSide ** 2) / (above.shortSide ** 2 - below.shortSide ** 2);
  const slow = below.maxBitrateBps + share * (above.maxBitrateBps - below.maxBitrateBps);
  return 10_000 * Math.round((frameRate > 30 ? slow * 1.5 : slow) / 10_000);
}

const rungOf = (size: Size, shortSide: number, framesPerSecond: number): Rung => ({
  name: `${shortSide}p`,
  ...size,
  maxBitrateBps: bitrateOf(size, framesPerSecond),
  qvbrLevel: rungs.find((rung) => rung.shortSide <= shortSide)?.qvbrLevel ?? 7,
});

function shortSides(size: Size, { maxShortSide, maxLongSide }: LadderPolicy): number[] {
  const short = Math.min(size.width, size.height);
  const fitting = evenBelow(Math.min(short, (maxLongSide * short) / Math.max(size.width, size.height)));
  const cap = Math.min(fitting, maxShortSide);
  const ladder: number[] = rungs.map((rung) => rung.shortSide).filter((side) => side <= cap);
  const [highest] = ladder;
  return highest === undefined || cap >= highest * ownSizeFrom ? [cap, ...ladder] : ladder;
}

function halvedBelow(rate: Fraction, max: number): Fraction {
  if (rate.num / rate.den <= max) return rate;
  const half =
    rate.num % 2 === 0 ? { num: rate.num / 2, den: rate.den } : { num: rate.num, den: rate.den * 2 };
  return halvedBelow(half, max);
}

/** The size of captured frames: the picture's shape within 640x360, or 360x640 upright. */
export function frameSize(size: Size): Size {
  const [long, short] = [Math.max(size.width, size.height), Math.min(size.width, size.height)];
  const factor = Math.min(1, frameBox.long / long, frameBox.short / short);
  const side = (length: number) => Math.max(minSide, even(length * factor));
  return { width: side(size.width), height: side(size.height) };
}

function planFrames(size: Size, durationMs: number | null, policy: LadderPolicy): FramePlan | null {
  const { maxFrames, minFrameIntervalMs } = policy;
  if (maxFrames === 0) return null;
  const spread = durationMs === null ? unknownDurationIntervalMs : durationMs / maxFrames;
  const intervalMs = Math.max(minFrameIntervalMs, Math.ceil(spread / 1000) * 1000);
  const expected = durationMs === null ? maxFrames : Math.ceil(durationMs / intervalMs);
  return { ...frameSize(size), intervalMs, maxCaptures: clamp(expected, 1, maxFrames) };
}

/** Why a source is not worth a job, or null. */
function refusalOf(probe: Probe, policy: LadderPolicy): FailureCode | null {
  if (!probe.picture && probe.audio.length === 0) return 'nothing_to_play';
  if (probe.sizeBytes > policy.maxBytes) return 'too_large';
  return (probe.durationMs ?? 0) > policy.maxDurationMs ? 'too_long' : null;
}

/**
 * Of sound alone one track is made: a playlist without pictures has variants where it would have renditions, and
 * players would take languages for qualities.
 */
const planSound = ({ audio }: Probe): LadderPlan => ({
  ...{ rungs: [], frameRate: null, audio: planAudio(audio, 1), frames: null },
  ...{ toSdr: false, deinterlace: false },
});

function planPicture(picture: PictureTrack, probe: Probe, policy: LadderPolicy): LadderPlan {
  const size = displaySize(picture);
  const sides = shortSides(size, policy).filter((side) => side >= minSide);
  const rate = picture.frameRate && halvedBelow(picture.frameRate, policy.maxFrameRate);
  const framesPerSecond = rate ? rate.num / rate.den : 30;
  return {
    rungs: sides.map((side) => rungOf(scaledTo(size, side), side, framesPerSecond)),
    frameRate: rate === picture.frameRate ? null : rate,
    audio: planAudio(probe.audio, policy.maxAudioTracks),
    frames: planFrames(size, probe.durationMs, policy),
    toSdr: picture.isHdr,
    // Asked for where nobody knows as well: frames that say they are whole are left alone.
    deinterlace: picture.isInterlaced !== false,
  };
}

/**
 * Plans what is made of a source. Rungs go by the short side of the picture as it is seen, so that portrait and wide
 * pictures keep their shape; nothing is made larger than the source. A source between two rungs gets its own size on
 * top, one below the lowest rung that size alone.
 */
export function planLadder(
  probe: Probe,
  policy: LadderPolicy = defaultPolicy,
): { ok: true; plan: LadderPlan } | { ok: false; code: FailureCode } {
  const code = refusalOf(probe, policy);
  if (code) return { ok: false, code };
  if (!probe.picture) return { ok: true, plan: planSound(probe) };
  const plan = planPicture(probe.picture, probe, policy);
  return plan.rungs.length > 0 ? { ok: true, plan } : { ok: false, code: 'picture_too_small' };
}
