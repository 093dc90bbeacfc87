import * as z from 'zod';
import type { Made } from '../../../shared/catalog-item.ts';
import { qualityName } from '../../../shared/format.ts';
import { type Rendition, type Resolution, renditionSchema } from '../../../shared/video.ts';
import type { Manifest } from '../folder.ts';
import { betterThan, pixels } from './dominated.ts';

const leftOutSchema = z.array(renditionSchema.pick({ width: true, height: true, bandwidthBps: true }));

/** Renditions that were made and are not offered. */
export type LeftOut = z.infer<typeof leftOutSchema>;

const note = 'left-out';

/**
 * What a multivariant playlist carries of what was left out of it. It is written with the playlist in one step, so that
 * whoever comes again finds both or neither.
 */
export const noteOf = (leftOut: LeftOut): Manifest['notes'] => ({
  [note]: JSON.stringify(leftOut.map((one) => leftOutSchema.element.parse(one))),
});

/** What was left out when the playlist was written; nothing of one that is as the job made it. */
export const leftOutOf = ({ notes }: Pick<Manifest, 'notes'>): LeftOut =>
  leftOutSchema.parse(JSON.parse(notes[note] ?? '[]'));

const byPixels = (one: Resolution, other: Resolution) => pixels(other) - pixels(one);

/** Tells people of each rendition that is not offered, beside those that are. */
export const leftOutWarnings = (
  leftOut: LeftOut,
  renditions: readonly Rendition[],
): NonNullable<Made['warnings']> =>
  leftOut.toSorted(byPixels).flatMap((one) => {
    const better = betterThan(one, renditions).toSorted(byPixels).at(-1);
    if (!better) return [];
    const taken = better.bandwidthBps === one.bandwidthBps ? 'as much as' : 'more than';
    const message = `${qualityName(one)} was left out: it would have taken ${taken} ${qualityName(better)}.`;
    return [{ code: 'rendition_left_out', message }];
  });
