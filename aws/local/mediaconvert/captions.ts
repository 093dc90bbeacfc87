/** One cue: its block as written, and when it shows, in seconds. */
type Cue = { text: string; start: number; end: number };

export type Captions = { styles: string[]; cues: Cue[] };

const timing = /^(?:(\d+):)?(\d{2}):(\d{2}\.\d{3})[ \t]+-->[ \t]+(?:(\d+):)?(\d{2}):(\d{2}\.\d{3})/m;

const seconds = (hours: string | undefined, minutes: string | undefined, rest: string | undefined) =>
  Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(rest);

function cueOf(text: string): Cue | null {
  const found = timing.exec(text);
  if (!found) return null;
  const [, h1, m1, s1, h2, m2, s2] = found;
  const [start, end] = [seconds(h1, m1, s1), seconds(h2, m2, s2)];
  return end > start ? { text, start, end } : null;
}

/** Reads WebVTT (www.w3.org/TR/webvtt1); null when it is something else. Comments and broken cues are left out. */
export function parseCaptions(file: string): Captions | null {
  const [head = '', ...blocks] = file
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .map((block) => block.trim());
  if (!/^WEBVTT(?:[ \t\n]|$)/.test(head)) return null;
  const styles = blocks.filter((block) => /^(STYLE|REGION)\b/.test(block));
  return { styles, cues: blocks.map(cueOf).filter((cue) => cue !== null) };
}

/** The service's large caption segments (`CaptionSegmentLengthControl: LARGE_SEGMENTS`), in seconds. */
const segmentSeconds = 300;

const write = (head: string, styles: string[], cues: Cue[]) =>
  `${[head, ...styles, ...cues.map((cue) => cue.text)].join('\n\n')}\n`;

/**
 * Cuts captions into segments for HLS: a cue stands in each segment that it shows in. `startTicks` is where the media's
 * own clock (90 kHz) begins (RFC 8216, 3.5).
 */
export function captionSegments(
  { styles, cues }: Captions,
  totalSeconds: number,
  startTicks: number,
): { text: string; seconds: number }[] {
  const head = `WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:${startTicks}`;
  return Array.from({ length: Math.max(1, Math.ceil(totalSeconds / segmentSeconds)) }, (_, index) => {
    const [from, to] = [index * segmentSeconds, Math.min((index + 1) * segmentSeconds, totalSeconds)];
    const shown = cues.filter((cue) => cue.start < to && cue.end > from);
    return { text: write(head, styles, shown), seconds: to - from };
  });
}

/** All captions in one file, as DASH refers to them. */
export const wholeCaptions = ({ styles, cues }: Captions): string => write('WEBVTT', styles, cues);
