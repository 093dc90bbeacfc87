import { posix } from 'node:path';
import type { Wanted } from './wanted.ts';

/** `$dt$` in a segment's modifier: the job's date and time, `20261124T130500` (the service's format identifiers). */
const dateTime = (ms: number) => new Date(ms).toISOString().replace(/[-:]|\.\d+Z$/g, '');

export type Named = { modifier: string; segmentModifier?: string };

/**
 * Names beside one another in the group's folder, as the service gives them: `index` + modifier + what it is. Segments
 * end in `.m4s` and `.mp4` where the service writes `.cmfv` and `.cmfa`, which ffmpeg before 7.1 refuses to read.
 */
export function namesOf({ destination, container }: Wanted, submittedMs: number) {
  const base = posix.basename(destination.key);
  const segment = (extension: string, digits: number) => (named: Named, index: number) => {
    const modifier = (named.segmentModifier ?? '').replaceAll('$dt$', dateTime(submittedMs));
    return `${base}${named.modifier}${modifier}_${String(index + 1).padStart(digits, '0')}.${extension}`;
  };
  return {
    /** With its slash; empty at the bucket's top. */
    folder: destination.key.slice(0, destination.key.lastIndexOf('/') + 1),
    master: `${base}.m3u8`,
    dash: `${base}.mpd`,
    playlist: ({ modifier }: Named) => `${base}${modifier}.m3u8`,
    init: ({ modifier }: Named) => `${base}${modifier}init.mp4`,
    segment: container === 'cmaf' ? segment('m4s', 9) : segment('ts', 5),
    captionSegment: segment('vtt', container === 'cmaf' ? 9 : 5),
    captions: ({ modifier }: Named) => `${base}${modifier}.vtt`,
  };
}
export type Names = ReturnType<typeof namesOf>;
