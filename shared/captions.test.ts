import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCaptions, toWebVtt } from './captions.ts';
import { CaptionsError } from './cue.ts';
import { serialiseWebVtt } from './webvtt.ts';

const srt = (text: string) => toWebVtt(text, 'srt');
const vtt = (text: string) => toWebVtt(text, 'vtt');
const webvtt = (...blocks: string[]) => `${['WEBVTT', ...blocks].join('\n\n')}\n`;

const one = '00:00:01.000 --> 00:00:02.500\nHello';
const two = '00:00:03.000 --> 00:00:04.000\nWorld';

describe('SubRip', () => {
  test.each([
    [
      'as it should be',
      '1\n00:00:01,000 --> 00:00:02,500\nHello\n\n2\n00:00:03,000 --> 00:00:04,000\nWorld\n',
    ],
    [
      'with a byte order mark and the line ends of Windows',
      '\uFEFF1\r\n00:00:01,000 --> 00:00:02,500\r\nHello\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nWorld\r\n',
    ],
    [
      'with the line ends of old',
      '1\r00:00:01,000 --> 00:00:02,500\rHello\r\r2\r00:00:03,000 --> 00:00:04,000\rWorld',
    ],
    [
      'without empty lines',
      '1\n00:00:01,000 --> 00:00:02,500\nHello\n2\n00:00:03,000 --> 00:00:04,000\nWorld',
    ],
    ['without numbers', '00:00:01,000 --> 00:00:02,500\nHello\n\n00:00:03,000 --> 00:00:04,000\nWorld'],
    ['without either', '00:00:01,000 --> 00:00:02,500\nHello\n00:00:03,000 --> 00:00:04,000\nWorld'],
    [
      'with points, short fractions and blanks',
      ' 0:0:1.0-->0:0:2.5 \nHello\n\n7\n00:03,0 --> 00:04,0\nWorld',
    ],
    ['in disorder', '2\n00:00:03,000 --> 00:00:04,000\nWorld\n\n1\n00:00:01,000 --> 00:00:02,500\nHello'],
    [
      'with captions that are empty or show for no time',
      '1\n00:00:01,000 --> 00:00:02,500\nHello\n\n2\n00:00:02,000 --> 00:00:02,000\nno\n\n3\n00:00:02,000 --> 00:00:03,000\n\n4\n00:00:03,000 --> 00:00:04,000\nWorld',
    ],
    [
      'with places in pixels',
      '1\n00:00:01,000 --> 00:00:02,500  X1:0 X2:9 Y1:0 Y2:9\nHello\n\n2\n00:00:03,000 --> 00:00:04,000\nWorld',
    ],
  ])('%s is read', (_, text) => {
    expect(srt(text)).toBe(webvtt(one, two));
  });

  const shown = (text: string) => srt(`1\n00:00:01,000 --> 00:00:02,000\n${text}\n`).split('\n').slice(2, -1);
  test.each([
    ['bold, italics and underlining', '<i>a</i> <B>b</B> <u >c</u>', ['<i>a</i> <b>b</b> <u>c</u>']],
    ['no colours', '<font color="#ff0000">red</font>', ['red']],
    ['signs of markup that are none', 'a < b & c > d', ['a &lt; b &amp; c &gt; d']],
    ['a number as the text', '42', ['42']],
    ['several lines, empty ones left out', 'a\n\n  b  ', ['a', 'b']],
    ['no commands', '{\\i1}a{\\i0} {kept}', ['a {kept}']],
  ])('keeps %s', (_, text, expected) => {
    expect(shown(text)).toEqual(['00:00:01.000 --> 00:00:02.000', ...expected]);
  });

  test.each([
    ['{\\an8}', ' line:0'],
    ['{\\an1}', ' align:start'],
    ['{\\an6}', ' line:50% align:end'],
    ['{\\an2}', ''],
  ])('shows %s where it says', (command, settings) => {
    expect(shown(`${command}a`)).toEqual([`00:00:01.000 --> 00:00:02.000${settings}`, 'a']);
  });

  test('may overlap and last more than 99 hours', () => {
    const text = '1\n100:00:00,000 --> 123:59:59,999\na\n\n2\n100:00:01,000 --> 100:00:02,000\nb';
    expect(srt(text)).toBe(
      webvtt('100:00:00.000 --> 123:59:59.999\na', '100:00:01.000 --> 100:00:02.000\nb'),
    );
  });

  test('without numbers may have numbers as text', () => {
    const text = '00:00:01,000 --> 00:00:02,000\n42\n00:00:03,000 --> 00:00:04,000\nWorld';
    expect(srt(text)).toBe(webvtt('00:00:01.000 --> 00:00:02.000\n42', two));
  });

  test.each([
    ['nothing', '', 'Line 1: there are no captions in the file.'],
    ['something else', '\nDear diary,\n', 'Line 2: a number or the times of a caption should stand here.'],
    ['another format', '{1}{25}Hello', 'Line 1: a number or the times of a caption should stand here.'],
    [
      'times that are none',
      '1\n00:00:01,000 --> 00:00:02,000\na\n\n2\n00:00:xx --> 00:00:04,000\nb',
      'Line 6: times are written like 00:00:01.000 --> 00:00:04.000.',
    ],
    ['seconds beyond 59', '1\n00:00:61,000 --> 00:01:02,000\na', 'Line 2: times are written like'],
    ['an end before its beginning', '1\n00:00:05,000 --> 00:00:04,000\na', 'Line 2: the caption ends before'],
  ])('of %s is refused, naming the line', (_, text, message) => {
    expect(() => srt(text)).toThrow(CaptionsError);
    expect(() => srt(text)).toThrow(message);
  });
});

describe('WebVTT', () => {
  test.each([
    ['as it should be', webvtt(one, two)],
    [
      'with a byte order mark and the line ends of Windows',
      `\uFEFF${webvtt(one, two).replaceAll('\n', '\r\n')}`,
    ],
    [
      'with names, comments and a title',
      `WEBVTT - Film\nKind: captions\n\nNOTE\nhello\n\nfirst\n${one}\n\n${two}`,
    ],
    ['without empty lines', `WEBVTT\n${one}\n${two}`],
    ['without hours', webvtt('00:01.000 --> 00:02.500\nHello', two)],
  ])('%s is read', (_, text) => {
    expect(vtt(text)).toBe(webvtt(one, two));
  });

  test('keeps styles, places and markup', () => {
    const cue = '00:00:01.000 --> 00:00:02.500 line:0 align:start\n<v Ann>Hello &amp; <i>bye</i>';
    const text = webvtt('STYLE\n::cue { color: red }', 'REGION\nid:a', cue);
    expect(vtt(text)).toBe(text);
  });

  test.each([
    ['no header', one, 'Line 1: a WebVTT file begins with WEBVTT.'],
    ['another word', `WEBVTTX\n\n${one}`, 'Line 1: a WebVTT file begins with WEBVTT.'],
    ['no captions', 'WEBVTT\n\nNOTE nothing\n', 'Line 1: there are no captions in the file.'],
    [
      'text without times',
      `WEBVTT\n\n${one}\n\nlost\nand found`,
      'Line 6: the times of a caption should stand',
    ],
    ['times that are none', 'WEBVTT\n\n00:01 --> 00:02\na', 'Line 3: times are written like'],
  ])('with %s is refused, naming the line', (_, text, message) => {
    expect(() => vtt(text)).toThrow(message);
  });
});

test('whatever is written can be read back', () => {
  const word = fc.stringMatching(/^[a-z&;<>{}0-9]{1,12}$/);
  const cue = fc
    .record({ startMs: fc.nat(400_000_000), lastMs: fc.integer({ min: 1, max: 9999 }), text: word })
    .map(({ startMs, lastMs, text }) => ({ startMs, endMs: startMs + lastMs, settings: '', text }));
  fc.assert(
    fc.property(fc.array(cue, { minLength: 1, maxLength: 8 }), (cues) => {
      const written = serialiseWebVtt({ styles: [], cues });
      expect(serialiseWebVtt(parseCaptions(written, 'vtt'))).toBe(written);
    }),
  );
});
