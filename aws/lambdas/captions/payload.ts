import { type Cue, escapeText, withoutEmptyLines } from '../../../shared/cue.ts';
import { readSrtText } from '../../../shared/srt.ts';
import { viewOf } from '../container/bytes.ts';

/** What a block of a subtitle track says. */
export type Said = Pick<Cue, 'settings' | 'text'>;

const nothing: Said = { settings: '', text: '' };
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Timed text: a length, UTF-8 (or UTF-16 with its mark), and boxes of style that are left out (3GPP TS 26.245, 5.17). */
function timedText(bytes: Uint8Array): Said {
  if (bytes.length < 2) return nothing;
  const text = bytes.subarray(2, 2 + viewOf(bytes).getUint16(0));
  const wide = text[0] === 0xfe && text[1] === 0xff;
  return { settings: '', text: escapeText(wide ? new TextDecoder('utf-16be').decode(text) : decode(text)) };
}

const subRip = (bytes: Uint8Array): Said => readSrtText(decode(bytes));

/** Drawings are commands as text: `{\p1}m 0 0 l 100 0`. */
const drawing = /\{[^{}]*\\p[1-9][^{}]*\}/;
const comment = /\{[^{}\\]*\}/g;

/** Advanced SubStation: eight fields, then text with `\N` for a new line and commands and comments in braces. */
function subStation(bytes: Uint8Array): Said {
  const text = decode(bytes).split(',').slice(8).join(',');
  if (drawing.test(text)) return nothing;
  return readSrtText(
    text
      .replaceAll(comment, '')
      .replaceAll(/\\[Nn]/g, '\n')
      .replaceAll('\\h', ' '),
  );
}

/** WebM's own way: a name and settings, a line each, before the text. */
function webmText(bytes: Uint8Array): Said {
  const [, settings = '', ...text] = decode(bytes).split('\n');
  return { settings: settings.trim(), text: withoutEmptyLines(text.join('\n')) };
}

const webVtt = (bytes: Uint8Array): Said => ({ settings: '', text: withoutEmptyLines(decode(bytes)) });

/** How text lies in the blocks of each kind of subtitle track; kinds that are pictures are not here. */
export const readers: Readonly<Record<string, (bytes: Uint8Array) => Said>> = {
  tx3g: timedText,
  'S_TEXT/UTF8': subRip,
  'S_TEXT/ASCII': subRip,
  'S_TEXT/SSA': subStation,
  'S_TEXT/ASS': subStation,
  'S_TEXT/WEBVTT': webVtt,
  'D_WEBVTT/SUBTITLES': webmText,
  'D_WEBVTT/CAPTIONS': webmText,
};
