import type { Rendition } from '../../../shared/video.ts';

type Sized = Pick<Rendition, 'width' | 'height'>;
type Costing = Sized & Pick<Rendition, 'bandwidthBps'>;

export const pixels = ({ width, height }: Sized): number => width * height;

/** Those that show more and take no more than `one`: with any of them there, no player has use of it. */
export const betterThan = <R extends Costing>(one: Costing, all: readonly R[]): R[] =>
  all.filter((other) => pixels(other) > pixels(one) && other.bandwidthBps <= one.bandwidthBps);

/**
 * Which renditions players have use of, in the order given: of what is kept, the larger takes the more. The largest
 * always is; equally large ones are qualities of one size, and may take what they like.
 */
export function sortOut<R extends Costing>(renditions: readonly R[]): { kept: R[]; leftOut: R[] } {
  const useless = (one: R) => betterThan(one, renditions).length > 0;
  return { kept: renditions.filter((one) => !useless(one)), leftOut: renditions.filter(useless) };
}
