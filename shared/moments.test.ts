import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration } from './format.ts';
import { parseMoment, readChapters } from './moments.ts';

test.each([
  ['0', 0],
  ['90', 90_000],
  ['90s', 90_000],
  ['2m', 120_000],
  ['1m30s', 90_000],
  ['1m30', 90_000],
  ['1h2m3s', 3_723_000],
  ['1h', 3_600_000],
  ['', null],
  ['h', null],
  ['-5', null],
  ['1.5', null],
  ['1:30', null],
  ['1s30m', null],
  ['90x', null],
  ['99999999999', null],
  [' 90', null],
])('?t=%s is %s ms', (text, ms) => {
  expect(parseMoment(text)).toBe(ms);
});

const hour = 3_600_000;
const chaptersIn = (text: string, durationMs: number | null = 2 * hour) =>
  readChapters(text, durationMs).chapters.map(({ startMs, title }) => [startMs / 1000, title]);

test('chapters are the lines that begin with a time; the rest stays the description', () => {
  const text = 'About fish.\n\n0:00 Start\n1:30 Reef\n1:02:03 Deep sea\n\nFilmed in May.';
  expect(chaptersIn(text)).toEqual([
    [0, 'Start'],
    [90, 'Reef'],
    [3723, 'Deep sea'],
  ]);
  expect(readChapters(text, 2 * hour).rest).toBe('About fish.\n\nFilmed in May.');
});

test.each([
  '%s Reef',
  '(%s) Reef',
  '[%s] Reef',
  '%s - Reef',
  '%s – Reef',
  '- %s Reef',
  '* %s: Reef',
  '  %s | Reef  ',
])('“%s” is one', (shape) => {
  const text = ['0:05', '01:00'].map((time) => shape.replace('%s', time)).join('\r\n');
  expect(chaptersIn(text)).toEqual([
    [5, 'Reef'],
    [60, 'Reef'],
  ]);
});

test.each([
  ['one alone', '0:00 Start'],
  ['times out of order', '1:00 B\n0:30 A'],
  ['the same time twice', '1:00 A\n1:00 B'],
  ['times within lines', 'See 1:00 A\nand 2:00 B'],
  ['what is no time', '1:60 A\n2:99 B\n1:75:00 C'],
  ['a time that runs into its word', '9:00am Bus\n10:30am Boat'],
  ['times without titles', '1:00\n2:00 '],
  ['nothing', ''],
])('%s makes no chapters, and the description stays whole', (_what, text) => {
  expect(readChapters(text, 2 * hour)).toEqual({ chapters: [], rest: text });
});

test('what lies after the end is no chapter', () => {
  expect(chaptersIn('0:00 A\n0:10 B\n0:30 C', 30_000)).toEqual([
    [0, 'A'],
    [10, 'B'],
  ]);
  expect(chaptersIn('0:00 A\n0:30 C', 30_000)).toEqual([]);
  expect(chaptersIn('0:00 A\n99:30 C', null)).toHaveLength(2);
});

test('any ascending list of times and titles is read back', () => {
  const seconds = fc.uniqueArray(fc.nat(7199), { minLength: 2 }).map((all) => all.sort((a, b) => a - b));
  fc.assert(
    fc.property(seconds, (times) => {
      const text = times
        .map((at) => `${at === 0 ? '0:00' : formatDuration(at * 1000)} Part ${at}`)
        .join('\n');
      expect(chaptersIn(text)).toEqual(times.map((at) => [at, `Part ${at}`]));
    }),
  );
});

test('no description takes long', () => {
  for (const text of ['0:00 '.repeat(1000), `0:00${' '.repeat(5000)}`, `(${'1:'.repeat(2500)}`])
    expect(readChapters(text, hour).rest).toBe(text);
});
