import type { Asked } from '../../../shared/catalog-item.ts';
import { playlistName } from '../../../shared/paths.ts';
import type { Resolution } from '../../../shared/video.ts';
import type { Master } from '../manifest.ts';
import type { Flaw } from '../rejected.ts';
import type { LeftOut } from './left-out.ts';

/** How far a side may be from what was asked, in pixels: services round as they like, and rungs lie further apart. */
const rounding = 4;

/** Pictures keep their shape, so they fill their box one way and may leave some of it the other way. */
function fills({ width, height }: Resolution, box: Resolution): boolean {
  const [across, down] = [box.width - width, box.height - height];
  return Math.min(across, down) >= -rounding && Math.min(Math.abs(across), Math.abs(down)) <= rounding;
}

/**
 * Whether every rendition of the plan came out, in its size; of one that was left out already nothing but its size is
 * known. Items of before the plan was kept pass.
 */
export function notAsAsked(
  renditions: Master['renditions'],
  leftOut: LeftOut,
  asked: readonly Asked[] = [],
): Flaw | null {
  for (const box of asked) {
    const file = playlistName(box.name);
    const own = renditions.find((one) => one.file === file);
    if (own && !fills(own, box)) return { check: 'size', file };
    if (!own && ![...renditions, ...leftOut].some((one) => fills(one, box)))
      return { check: 'renditions', file };
  }
  return null;
}
