import type { AudioTrack, PictureTrack, Probe } from '../probe.ts';

/** Upright, progressive, in square pixels and standard range, 25 frames a second, unless said otherwise. */
export const pictureTrack = (
  width: number,
  height: number,
  more: Partial<PictureTrack> = {},
): PictureTrack => ({
  width,
  height,
  rotation: 0,
  pixelAspect: { num: 1, den: 1 },
  frameRate: { num: 25, den: 1 },
  isHdr: false,
  isInterlaced: false,
  ...more,
});

/** Stereo of no known language. */
export const audioTrack = (more: Partial<AudioTrack> = {}): AudioTrack => ({
  language: null,
  name: null,
  channels: 2,
  isDefault: true,
  ...more,
});

/** A minute of a picture, or of nothing to see, with one sound. */
export const probeOf = (picture: PictureTrack | null, more: Partial<Probe> = {}): Probe => ({
  durationMs: 60_000,
  sizeBytes: 1_000_000,
  picture,
  audio: [audioTrack()],
  ...more,
});
