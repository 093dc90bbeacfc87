import { expect, test } from 'vitest';
import { offeredPosters, pickPoster } from './poster.ts';
import { storyboardOf } from './storyboard.ts';

const frames = (count: number, intervalMs = 1000) =>
  Array.from({ length: count }, (_, index) => {
    const id = String(index).padStart(7, '0');
    return { id, path: `shark/v/x/y/frames/f_.${id}.jpg`, timeMs: index * intervalMs };
  });

test('a storyboard shows each frame until the next, the last to the end', () => {
  expect(storyboardOf(frames(3, 36_000), 80_500)).toBe(
    [
      'WEBVTT\n',
      '00:00:00.000 --> 00:00:36.000\nframes/f_.0000000.jpg\n',
      '00:00:36.000 --> 00:01:12.000\nframes/f_.0000001.jpg\n',
      '00:01:12.000 --> 00:01:20.500\nframes/f_.0000002.jpg\n',
    ].join('\n'),
  );
});

test('frames beyond the end are left out', () => {
  expect(storyboardOf(frames(3), 1500).match(/-->/g)).toHaveLength(2);
});

test.each([
  ['a little way in', frames(20), [], 20_000, 3],
  ['after the black beginning', frames(20), [{ start: 0, end: 10 }], 20_000, 11],
  ['after black told in milliseconds', frames(20), [{ start: 0, end: 10_000 }], 20_000, 11],
  ['not the first, though the rest is early', frames(2), [], 60_000, 1],
  ['the first, when there is no other', frames(1), [], 500, 0],
  ['any, when all is black', frames(4), [{ start: 0, end: 4 }], 4000, 1],
])('the poster is %s', (_, all, black, durationMs, expected) => {
  expect(pickPoster(all, black, durationMs)).toBe(all[expected]);
});

test('without frames there is no poster', () => {
  expect(pickPoster([], [], 1000)).toBeNull();
});

test('posters on offer are few, spread out, and the picked one is among them', () => {
  const all = frames(100);
  const picked = all[17] ?? null;
  const offered = offeredPosters(all, picked, 20);
  expect(offered).toHaveLength(21);
  expect(offered).toContain(picked);
  expect(offeredPosters(frames(3), null, 20)).toHaveLength(3);
});
