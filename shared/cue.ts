/** One caption: when it shows, in ms, and its text as WebVTT writes it. */
export type Cue = {
  startMs: number;
  endMs: number;
  /** WebVTT's cue settings (`line:0 align:start`), or nothing. */
  settings: string;
  text: string;
};

/** Captions that cannot be read; `line` counts from 1. */
export class CaptionsError extends Error {
  readonly line: number;

  constructor(line: number, what: string) {
    super(`Line ${line}: ${what}`);
    this.name = 'CaptionsError';
    this.line = line;
  }
}

/** Lines without byte order mark, whatever ends them. */
export const linesOf = (text: string): string[] => text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);

export const arrow = '-->';

const time = String.raw`(?:(\d+):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})`;
const timing = new RegExp(`^\\s*${time}\\s*${arrow}\\s*${time}(?:\\s+(.*?))?\\s*$`);

function toMs(hours = '0', minutes = '', seconds = '', fraction = ''): number | null {
  if (Number(minutes) > 59 || Number(seconds) > 59) return null;
  return (
    (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, '0'))
  );
}

export type Timing = Pick<Cue, 'startMs' | 'endMs'> & { rest: string };

/**
 * A line of times, `00:00:01,000 --> 00:00:04,000` with comma or point, hours of any length or none; what follows them
 * is `rest`.
 * @throws CaptionsError where a line with an arrow is something else, or ends before it begins
 */
export function readTiming(text: string, line: number): Timing {
  const found = timing.exec(text) ?? [];
  const [startMs, endMs] = [toMs(...found.slice(1, 5)), toMs(...found.slice(5, 9))];
  if (found.length === 0 || startMs === null || endMs === null)
    throw new CaptionsError(line, 'times are written like 00:00:01.000 --> 00:00:04.000.');
  if (endMs < startMs) throw new CaptionsError(line, 'the caption ends before it begins.');
  return { startMs, endMs, rest: found[9] ?? '' };
}

const padded = (value: number, width = 2) => String(Math.floor(value)).padStart(width, '0');

/** `00:01:02.500` of milliseconds, as WebVTT writes times (w3.org/TR/webvtt1, 4.1). */
export const timestamp = (ms: number): string =>
  `${padded(ms / 3_600_000)}:${padded((ms / 60_000) % 60)}:${padded((ms / 1000) % 60)}.${padded(ms % 1000, 3)}`;

/** Plain text as WebVTT writes it: no markup, no empty lines. */
export const escapeText = (plain: string): string =>
  withoutEmptyLines(plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));

/** An empty line would end the cue. */
export const withoutEmptyLines = (text: string): string =>
  linesOf(text)
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n');
