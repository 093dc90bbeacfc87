import type { Chapter } from '../../../shared/moments.ts';
import type { Stage } from './stage.ts';

/** The chapter that plays at a moment; -1 before the first. */
export const chapterAt = (chapters: readonly Chapter[], timeMs: number): number =>
  chapters.findLastIndex(({ startMs }) => startMs <= timeMs);

function fill(track: TextTrack, chapters: readonly Chapter[], duration: number): void {
  if (track.cues?.length) return;
  for (const [index, { startMs, title }] of chapters.entries()) {
    const end = (chapters[index + 1]?.startMs ?? duration * 1000) / 1000;
    if (end > startMs / 1000) track.addCue(new VTTCue(startMs / 1000, end, title));
  }
}

/**
 * Chapters as a text track, which the controls divide the seek bar by and name over it. hls.js empties every track
 * when it loads a manifest, so it is filled once the length is known, and again if need be.
 */
export function addChapters({ video, signal }: Stage, chapters: readonly Chapter[]): void {
  if (chapters.length === 0) return;
  const track = video.addTextTrack('chapters');
  const refill = () => {
    // Going through `disabled` tells the controls that there is something new.
    track.mode = 'hidden';
    fill(track, chapters, video.duration);
    track.mode = 'disabled';
    track.mode = 'hidden';
  };
  video.addEventListener('loadedmetadata', refill, { signal });
}
