import type { Frame } from '../../shared/catalog-item.ts';
import { serialiseWebVtt } from '../../shared/webvtt.ts';

/**
 * A WebVTT storyboard: each frame is shown from its own time to the next one's, the last to the end of the video.
 * Frames are whole images, named relative to the storyboard (`frames/<name>`).
 */
export function storyboardOf(frames: Frame[], durationMs: number): string {
  const shown = frames.filter(({ timeMs }, index) => index === 0 || timeMs < durationMs);
  const cues = shown.map(({ timeMs, path }, index) => ({
    startMs: timeMs,
    endMs: shown[index + 1]?.timeMs ?? Math.max(durationMs, timeMs + 1),
    settings: '',
    text: `frames/${path.split('/').at(-1)}`,
  }));
  return serialiseWebVtt({ styles: [], cues });
}
