import { arrow, CaptionsError, type Cue, linesOf, readTiming, timestamp } from './cue.ts';

/** `styles`: blocks that say how cues look and where (STYLE, REGION), each as written. */
export type Captions = { styles: string[]; cues: Cue[] };

type Block = { at: number; lines: string[] };

/** Runs of lines between empty ones; `at` is the first one's number, from 1. */
function blocksOf(lines: string[]): Block[] {
  const isEmpty = (index: number) => (lines[index] ?? '').trim() === '';
  const starts = lines.flatMap((_, index) => (!isEmpty(index) && isEmpty(index - 1) ? [index] : []));
  return starts.map((start) => {
    const length = lines.slice(start).findIndex((line) => line.trim() === '');
    return { at: start + 1, lines: lines.slice(start, length < 0 ? undefined : start + length) };
  });
}

const isHeader = (line: string) => /^WEBVTT(?:[ \t]|$)/.test(line);
const isStyle = (line: string) => /^(?:STYLE|REGION)\s*$/.test(line);
const isNote = (line: string) => /^NOTE(?:\s|$)/.test(line);

/** A cue's block: its name or not, its times, its text; a line of times within it begins another. */
function cuesOf({ at, lines }: Block): Cue[] {
  const marks = lines.flatMap((line, index) => (line.includes(arrow) ? [index] : []));
  if ((marks[0] ?? 2) > 1) throw new CaptionsError(at, 'the times of a caption should stand here.');
  return marks.flatMap((mark, index) => {
    const { startMs, endMs, rest } = readTiming(lines[mark] ?? '', at + mark);
    const text = lines.slice(mark + 1, marks[index + 1]).join('\n');
    return text && endMs > startMs ? [{ startMs, endMs, settings: rest, text }] : [];
  });
}

/**
 * Reads WebVTT (w3.org/TR/webvtt1). Comments, names of cues and empty ones are left out.
 * @throws CaptionsError naming the line that cannot be read
 */
export function parseWebVtt(text: string): Captions {
  const lines = linesOf(text);
  if (!isHeader(lines[0] ?? '')) throw new CaptionsError(1, 'a WebVTT file begins with WEBVTT.');
  const header = lines.findIndex((line) => line.trim() === '' || line.includes(arrow));
  const body = lines.map((line, index) => (header < 0 || index < header ? '' : line));
  const blocks = blocksOf(body).filter(({ lines: [first = ''] }) => !isNote(first));
  const styles = blocks.filter(({ lines: [first = ''] }) => isStyle(first));
  const cues = blocks.filter((block) => !styles.includes(block)).flatMap(cuesOf);
  if (cues.length === 0) throw new CaptionsError(1, 'there are no captions in the file.');
  return { styles: styles.map((block) => block.lines.join('\n')), cues };
}

/** Captions as a WebVTT file, in order of their beginning as the standard wants it. */
export function serialiseWebVtt({ styles, cues }: Captions): string {
  const ordered = cues.toSorted((one, other) => one.startMs - other.startMs || one.endMs - other.endMs);
  const written = ordered.map(({ startMs, endMs, settings, text }) =>
    [`${timestamp(startMs)} ${arrow} ${timestamp(endMs)} ${settings}`.trimEnd(), text].join('\n'),
  );
  return `${['WEBVTT', ...styles, ...written].join('\n\n')}\n`;
}
