/** One picture of the seek bar: `area` is a part of a sprite in pixels, else the whole file is the picture. */
export type Cue = {
  startMs: number;
  endMs: number;
  url: string;
  area: [number, number, number, number] | null;
};

const timing = /^(?:(\d+):)?(\d+):(\d+)\.(\d{3})\s+-->\s+(?:(\d+):)?(\d+):(\d+)\.(\d{3})/;

const msOf = ([hours = '0', minutes = '0', seconds = '0', ms = '0']: (string | undefined)[]) =>
  ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(ms);

function cueOf(block: string, base: string): Cue | null {
  const lines = block.split('\n');
  const at = lines.findIndex((line) => timing.test(line));
  const [match, target] = [timing.exec(lines[at] ?? ''), lines[at + 1]];
  if (!match || !target) return null;
  const [, ...times] = match;
  const url = new URL(target.trim(), base);
  const area = /^#xywh=(?:pixel:)?(\d+),(\d+),(\d+),(\d+)$/.exec(url.hash)?.slice(1).map(Number);
  url.hash = '';
  const [x = 0, y = 0, width = 0, height = 0] = area ?? [];
  return {
    startMs: msOf(times.slice(0, 4)),
    endMs: msOf(times.slice(4)),
    url: url.href,
    area: area ? [x, y, width, height] : null,
  };
}

/** Reads a WebVTT file whose cues are picture addresses, relative to `base` (W3C WebVTT; Media Fragments for `#xywh`). */
export const parseStoryboard = (vtt: string, base: string): Cue[] =>
  vtt
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .map((block) => cueOf(block, base))
    .filter((cue) => cue !== null);

/** The picture at a moment; after the last cue's end, the last one. */
export const cueAt = (cues: readonly Cue[], timeMs: number): Cue | undefined =>
  cues.find(({ endMs }) => endMs > timeMs) ?? cues.at(-1);
