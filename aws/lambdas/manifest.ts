import * as hls from 'hls-parser';
import type { Rendition } from '../../shared/video.ts';

/** What is wrong with a playlist is said once, by us. */
hls.setOptions({ silent: true });

/** A job said it is complete, but what it made is not all there. */
export class OutputMissing extends Error {
  constructor(what: string, cause?: unknown) {
    super(what, { cause });
    this.name = 'OutputMissing';
  }
}

function parsePlaylist(text: string): ReturnType<typeof hls.parse> {
  try {
    return hls.parse(text);
  } catch (error) {
    throw new OutputMissing('a playlist that can be read', error);
  }
}

/** The streams of a multivariant playlist. */
export function variantsOf(text: string) {
  const playlist = parsePlaylist(text);
  if (!('variants' in playlist) || playlist.variants.length === 0) throw new OutputMissing('variants');
  return playlist.variants.filter((variant) => !variant.isIFrameOnly);
}

/** The picture qualities of a multivariant playlist, highest first; sound alone has none. */
export function renditionsOf(text: string): Rendition[] {
  const pictures = variantsOf(text).flatMap(({ resolution, bandwidth, codecs, frameRate }) =>
    resolution
      ? [{ ...resolution, bandwidthBps: bandwidth, codecs: codecs ?? '', frameRate: frameRate ?? null }]
      : [],
  );
  return pictures
    .map(({ width, height, ...more }) => ({ width, height, ...more }))
    .sort((one, other) => other.bandwidthBps - one.bandwidthBps);
}

/** What the segments of a media playlist add up to, in ms. */
export function lengthOf(text: string): number {
  const playlist = parsePlaylist(text);
  const segments = 'segments' in playlist ? playlist.segments : [];
  return Math.round(segments.reduce((sum, { duration }) => sum + duration * 1000, 0));
}
