import type { Source } from '../../../shared/video.ts';
import type { Master } from '../manifest.ts';
import type { Flaw } from '../rejected.ts';
import { pixels } from './dominated.ts';

/** The first of `files` that is not there or empty. */
export function missing(files: Iterable<string>, sizes: ReadonlyMap<string, number>): Flaw | null {
  for (const file of files) if (!sizes.get(file)) return { check: 'segments', file };
  return null;
}

/**
 * Drawings of sharp squares take more once they are made smaller: of two that were enlarged to 720p, 540p took 1.06 and
 * 3.1 times as much. Renditions from the two ends of a ladder differ by more.
 */
const sharpness = 4;

/**
 * Refuses renditions that are mixed up: the smaller is said to take far more, and its files do not bear that out. What
 * takes more indeed is left out later. Equally large ones may differ as they like.
 */
export function mixedUp(renditions: Master['renditions'], bytesOf: (file: string) => number): Flaw | null {
  const wrong = renditions.find((one) =>
    renditions.some(
      (other) =>
        pixels(other) < pixels(one) &&
        other.bandwidthBps >= one.bandwidthBps * sharpness &&
        bytesOf(other.file) <= bytesOf(one.file),
    ),
  );
  return wrong ? { check: 'bandwidth', file: wrong.file } : null;
}

/** Sizes are even, so an odd one may have been rounded up. */
const rounding = 1;

/** Nothing is made larger than the source as it is seen. */
export function enlarged(renditions: Master['renditions'], source: Source | undefined): Flaw | null {
  if (!source?.width || !source.height) return null;
  const [width, height] = [source.width + rounding, source.height + rounding];
  const large = renditions.find((one) => one.width > width || one.height > height);
  return large ? { check: 'size', file: large.file } : null;
}
