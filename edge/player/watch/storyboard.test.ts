import { expect, test } from 'vitest';
import { cueAt, parseStoryboard } from './storyboard.ts';

const base = 'http://media.example/shark/v/1/2/storyboard.vtt';

const vtt = `WEBVTT

00:00:00.000 --> 00:00:05.000
frames/f_.0000000.jpg

2
01:00:05.000 --> 01:00:10.500
sprite.jpg#xywh=160,90,160,90
`;

test('a cue names a whole picture or a part of a sprite, relative to the file', () => {
  expect(parseStoryboard(vtt, base)).toEqual([
    { startMs: 0, endMs: 5000, url: 'http://media.example/shark/v/1/2/frames/f_.0000000.jpg', area: null },
    {
      startMs: 3_605_000,
      endMs: 3_610_500,
      url: 'http://media.example/shark/v/1/2/sprite.jpg',
      area: [160, 90, 160, 90],
    },
  ]);
});

test('hours may be left out and lines may end as on Windows', () => {
  const [cue] = parseStoryboard('WEBVTT\r\n\r\n00:05.250 --> 00:10.000\r\na.jpg\r\n', base);
  expect(cue).toMatchObject({ startMs: 5250, endMs: 10_000 });
});

test.each(['', 'WEBVTT', '<html>not found</html>', 'WEBVTT\n\n00:00.000 --> 00:01.000'])(
  '%j has no pictures',
  (text) => {
    expect(parseStoryboard(text, base)).toEqual([]);
  },
);

test.each([
  [0, 0],
  [4999, 0],
  [5000, 1],
  [9e9, 1],
])('at %i ms picture %i is shown', (timeMs, index) => {
  const cues = parseStoryboard(vtt, base);
  expect(cueAt(cues, timeMs)).toBe(cues[index]);
});
