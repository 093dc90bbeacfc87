import type { Profile } from './catalog-item.ts';
import { maxUploadBytes } from './upload.ts';

/** What a plan may ask for. */
export type LadderPolicy = {
  /** The tallest rung, by the short side, in pixels. */
  maxShortSide: number;
  /** The longest side H.264 is made in (level 5.1: docs.aws.amazon.com/mediaconvert, "Codec limits"). */
  maxLongSide: number;
  /** Above it the frame rate is halved until it fits. */
  maxFrameRate: number;
  /** Sound tracks made; a source's further ones are left out. */
  maxAudioTracks: number;
  /** Frames captured for posters and storyboard: never more than this, never closer than `minFrameIntervalMs`. */
  maxFrames: number;
  minFrameIntervalMs: number;
  /** Longer and larger sources are refused. */
  maxDurationMs: number;
  maxBytes: number;
};

/** Eight languages are more than players' menus show well; each costs as much storage as the lowest rung. */
export const defaultPolicy: LadderPolicy = {
  maxShortSide: 1080,
  maxLongSide: 4096,
  maxFrameRate: 60,
  maxAudioTracks: 8,
  maxFrames: 100,
  minFrameIntervalMs: 1000,
  maxDurationMs: 12 * 3_600_000,
  maxBytes: maxUploadBytes,
};

/** One sound, no captured frames (so neither poster nor storyboard): better a plain video than none. */
const safely = { maxFrameRate: 30, maxAudioTracks: 1, maxFrames: 0 };
const safeShortSide = 720;

/** The policy of a profile where rungs up to `maxShortSide` are allowed. */
export const policyOf = (profile: Profile, maxShortSide: number): LadderPolicy =>
  profile === 'usual'
    ? { ...defaultPolicy, maxShortSide }
    : { ...defaultPolicy, ...safely, maxShortSide: Math.min(safeShortSide, maxShortSide) };
