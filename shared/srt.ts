import { arrow, CaptionsError, type Cue, escapeText, linesOf, readTiming, type Timing } from './cue.ts';

/** Markup that SubRip and WebVTT share, escaped; what is not closed, the player closes. */
const common = /&lt;(\/?[biu])\s*&gt;/gi;
/** Any other markup that players of SubRip know: `<font …>`, `{\an8}`. */
const foreign = /<\/?(?:font|span|c|s|ruby|rt|v)\b[^<>]*>|\{\\[^{}]*\}/gi;

const markup = (text: string) =>
  escapeText(text.replace(foreign, '')).replace(common, (_, tag: string) => `<${tag.toLowerCase()}>`);

/** `{\an8}` and its like place a caption as on a telephone's keys turned over: 8 is above, 4 at the left. */
function placeOf(text: string): string {
  const key = Number(/\{\\an([1-9])\}/.exec(text)?.[1] ?? 2) - 1;
  const line = ['', 'line:50%', 'line:0'][Math.floor(key / 3)];
  const align = ['align:start', '', 'align:end'][key % 3];
  return [line, align].filter(Boolean).join(' ');
}

/** The text of one caption, without its times, as WebVTT writes it. */
export const readSrtText = (text: string): Pick<Cue, 'settings' | 'text'> => ({
  settings: placeOf(text),
  text: markup(text),
});

const isEmpty = (line: string | undefined) => (line ?? '').trim() === '';
const isNumber = (line: string | undefined) => /^\s*\d+\s*$/.test(line ?? '');

type Found = Timing & { at: number };

/** The lines of times; whatever else has an arrow is a mistake. */
function timingsOf(lines: string[]): Found[] {
  const found = lines.flatMap((line, at) =>
    line.includes(arrow) ? [{ ...readTiming(line, at + 1), at }] : [],
  );
  const first = lines.slice(0, found[0]?.at).findIndex((line) => !isEmpty(line) && !isNumber(line));
  if (first >= 0) throw new CaptionsError(first + 1, 'a number or the times of a caption should stand here.');
  if (found.length === 0) throw new CaptionsError(1, 'there are no captions in the file.');
  return found;
}

/**
 * Reads SubRip, which has no standard: captions may have no numbers and no empty lines between them, overlap and come in
 * any order. Bold, italics, underlining and places are kept, other markup goes. Empty captions are left out.
 * @throws CaptionsError naming the line that cannot be read
 */
export function parseSrt(text: string): Cue[] {
  const lines = linesOf(text);
  const timings = timingsOf(lines);
  const numbered = isNumber(lines[(timings[0]?.at ?? 0) - 1]);
  const beginOf = (at: number) =>
    isNumber(lines[at - 1]) && (numbered || isEmpty(lines[at - 2])) ? at - 1 : at;
  return timings.flatMap(({ at, startMs, endMs }, index) => {
    const next = timings[index + 1];
    const raw = lines.slice(at + 1, next && beginOf(next.at)).join('\n');
    const cue = { startMs, endMs, ...readSrtText(raw) };
    return cue.text && endMs > startMs ? [cue] : [];
  });
}
