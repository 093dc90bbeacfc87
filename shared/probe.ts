export type Fraction = { num: number; den: number };

export type Size = { width: number; height: number };

/** A picture track: `width` and `height` as coded, before rotation (clockwise degrees) and pixel shape are honoured. */
export type PictureTrack = Size & {
  rotation: 0 | 90 | 180 | 270;
  /** Width of a pixel to its height; 1:1 is square. */
  pixelAspect: Fraction;
  /** Frames a second; null where frames come at varying or unknown distances. */
  frameRate: Fraction | null;
  /** Whether brightness is coded as PQ or HLG (ITU-R BT.2100). */
  isHdr: boolean;
  /** Null where nobody can tell. */
  isInterlaced: boolean | null;
};

/** A sound track. `language` is a BCP 47 tag, `name` what the file calls the track. */
export type AudioTrack = {
  language: string | null;
  name: string | null;
  channels: number | null;
  isDefault: boolean;
};

/** What is known of a source before it is transcoded. */
export type Probe = {
  durationMs: number | null;
  sizeBytes: number;
  picture: PictureTrack | null;
  /** In the order in which MediaConvert counts them. */
  audio: AudioTrack[];
};

/** The size in square pixels, upright: what a viewer sees. Not rounded to even. */
export function displaySize({ width, height, rotation, pixelAspect }: PictureTrack): Size {
  const square = Math.max(1, Math.round((width * pixelAspect.num) / pixelAspect.den));
  return rotation % 180 === 0 ? { width: square, height } : { width: height, height: square };
}
