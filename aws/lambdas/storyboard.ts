import type { Frame } from '../../shared/catalog-item.ts';

const two = (value: number, width = 2) => String(value).padStart(width, '0');

/** `00:01:02.500` of milliseconds, as WebVTT writes times (w3.org/TR/webvtt1, 4.1). */
function timestamp(ms: number): string {
  const [hours, minutes, seconds] = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1000) % 60].map(Math.floor);
  return `${two(hours ?? 0)}:${two(minutes ?? 0)}:${two(seconds ?? 0)}.${two(ms % 1000, 3)}`;
}

/**
 * A WebVTT storyboard: each frame is shown from its own time to the next one's, the last to the end of the video.
 * Frames are whole images, named relative to the storyboard (`frames/<name>`).
 */
export function storyboardOf(frames: Frame[], durationMs: number): string {
  const shown = frames.filter(({ timeMs }, index) => index === 0 || timeMs < durationMs);
  const cues = shown.map(({ timeMs, path }, index) => {
    const endMs = shown[index + 1]?.timeMs ?? Math.max(durationMs, timeMs + 1);
    return `${timestamp(timeMs)} --> ${timestamp(endMs)}\nframes/${path.split('/').at(-1)}\n`;
  });
  return ['WEBVTT\n', ...cues].join('\n');
}
