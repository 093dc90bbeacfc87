import type { Cue } from '../../../shared/cue.ts';
import { readers } from './payload.ts';

/** A subtitle track of the source, read: `language` is a BCP 47 tag. */
export type CaptionTrack = { language: string | null; name: string | null; isForced: boolean; cues: Cue[] };

/** Content of a subtitle track; null at `endMs`: until something else is said. */
export type Block = { startMs: number; endMs: number | null; content: Uint8Array };

/** What says no end, ends after this. */
const usualMs = 5000;

/** The cues of a track's blocks, in order of time; `codec` names how text lies in them. */
export function cuesOf(codec: string, blocks: Block[]): Cue[] {
  const read = readers[codec];
  const ordered = blocks.toSorted((one, other) => one.startMs - other.startMs);
  return ordered.flatMap(({ startMs, endMs, content }, index) => {
    const said = read?.(content);
    const next = ordered[index + 1]?.startMs ?? Number.POSITIVE_INFINITY;
    const end = Math.round(endMs ?? Math.min(next, startMs + usualMs));
    return said?.text && end > startMs ? [{ startMs: Math.round(startMs), endMs: end, ...said }] : [];
  });
}
