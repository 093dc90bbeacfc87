import type { Frame } from '../../shared/catalog-item.ts';

/** A stretch of black picture as MediaConvert's COMPLETE event names it. */
export type BlackSegment = { start: number; end: number };

/** The share of the video after which a picture is typical rather than a title or a fade. */
const typicalFrom = 0.15;

/** The event's page does not name the unit: seconds, unless they would lie beyond the end. */
function inMs(segments: BlackSegment[], durationMs: number): BlackSegment[] {
  const last = Math.max(0, ...segments.map(({ end }) => end));
  const factor = last > durationMs / 1000 + 1 ? 1 : 1000;
  return segments.map(({ start, end }) => ({ start: start * factor, end: end * factor }));
}

/**
 * Picks the poster: a frame that is not black, not the very first if there is another, best a little way in.
 * Null without frames.
 */
export function pickPoster(frames: Frame[], black: BlackSegment[], durationMs: number): Frame | null {
  const dark = inMs(black, durationMs);
  const lit = frames.filter(({ timeMs }) => !dark.some(({ start, end }) => timeMs >= start && timeMs <= end));
  const candidates = lit.length > 0 ? lit : frames;
  const later = candidates.filter((frame) => frame !== frames[0]);
  const typical = later.find(({ timeMs }) => timeMs >= durationMs * typicalFrom);
  return typical ?? later.at(-1) ?? candidates[0] ?? null;
}

/** At most `most` frames to choose a poster from, spread evenly, the picked one among them. */
export function offeredPosters(frames: Frame[], picked: Frame | null, most: number): Frame[] {
  const step = Math.max(1, frames.length / most);
  const chosen = new Set(Array.from({ length: most }, (_, index) => frames[Math.floor(index * step)]));
  return frames.filter((frame) => frame === picked || chosen.has(frame));
}
