import type { Size } from '../../../shared/probe.ts';
import type { AbrSettings } from './settings.ts';
import type { Scaling } from './wanted.ts';

/** Short sides that automated ABR chooses from, with a peak bitrate that suits most pictures. */
const steps = [
  { shortSide: 2160, maxBitrateBps: 16_000_000 },
  { shortSide: 1440, maxBitrateBps: 9_500_000 },
  { shortSide: 1080, maxBitrateBps: 6_000_000 },
  { shortSide: 720, maxBitrateBps: 3_500_000 },
  { shortSide: 540, maxBitrateBps: 2_000_000 },
  { shortSide: 432, maxBitrateBps: 1_400_000 },
  { shortSide: 360, maxBitrateBps: 900_000 },
  { shortSide: 288, maxBitrateBps: 600_000 },
  { shortSide: 216, maxBitrateBps: 350_000 },
];

const long = ({ width, height }: Size) => Math.max(width, height);
const short = ({ width, height }: Size) => Math.min(width, height);
const evenBelow = (length: number) => Math.max(2, 2 * Math.floor(length / 2));

/** The tallest short side that fits source and box; a box counts for both ways of holding a camera. */
function topOf(picture: Size, { width, height }: Scaling): number {
  const box = width && height ? { width, height } : picture;
  return Math.min(1, long(box) / long(picture), short(box) / short(picture)) * short(picture);
}

function bottomOf({ rules }: AbrSettings): number {
  const sizes = rules.map(({ minBottomRenditionSize: { width, height } }) =>
    Math.min(width ?? Number.POSITIVE_INFINITY, height ?? Number.POSITIVE_INFINITY),
  );
  return Math.max(0, ...sizes.filter(Number.isFinite));
}

/** `count` of `all`, spread evenly, with both ends. */
function spread<T>(all: T[], count: number): T[] {
  if (all.length <= count) return all;
  return Array.from({ length: count }, (_, index) => {
    const at = Math.round((index * (all.length - 1)) / (count - 1));
    return all.slice(at, at + 1);
  }).flat();
}

/**
 * Chooses renditions as automated ABR does, by size instead of by trial: highest first, never above source or box,
 * bitrates within the asked ones, at least one.
 */
export function abrRenditions(
  picture: Size,
  box: Scaling,
  settings: AbrSettings,
): (Size & { maxBitrateBps: number })[] {
  const top = topOf(picture, box);
  const bottom = bottomOf(settings);
  const fitting = steps.filter((step) => step.shortSide <= top && step.shortSide >= bottom);
  const [highest] = fitting;
  const ceiling = steps.findLast((step) => step.shortSide >= top) ?? { maxBitrateBps: 16_000_000 };
  const own = { shortSide: top, maxBitrateBps: ceiling.maxBitrateBps };
  const all = highest && top < highest.shortSide * 1.1 ? fitting : [own, ...fitting];
  const affordable = all.filter((step, index) => index === 0 || step.maxBitrateBps >= settings.minAbrBitrate);
  return spread(affordable, settings.maxRenditions).map(({ shortSide, maxBitrateBps }) => {
    const factor = shortSide / short(picture);
    return {
      width: evenBelow(Math.round(picture.width * factor)),
      height: evenBelow(Math.round(picture.height * factor)),
      maxBitrateBps: Math.max(settings.minAbrBitrate, Math.min(settings.maxAbrBitrate, maxBitrateBps)),
    };
  });
}
