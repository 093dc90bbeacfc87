import { expect, test } from 'vitest';
import { backoffMs, createSpeed, objectionTo, partRange, resumeFrom, timeLeft } from './plan.ts';

const MiB = 1024 ** 2;
const upload = { sizeBytes: 20 * MiB, partSizeBytes: 8 * MiB, partCount: 3 };
const rules = { extensions: ['.mp4', '.mov'], maxBytes: 100 };
const file = (name: string, size: number) => ({ name, size, lastModified: 0 });

test.each([
  [file('notes.txt', 10), 'Files ending in .txt are not taken.'],
  [file('movie', 10), 'The name has no ending that tells its format.'],
  [file('movie.mp4', 0), 'The file is empty.'],
  [file('movie.mp4', 101), 'The file is too big for the storage.'],
])('%j is refused before its first byte: %s', (facts, objection) => {
  expect(objectionTo(facts, rules)).toBe(objection);
});

test('an accepted ending may be in capitals', () => {
  expect(objectionTo(file('MOVIE.MP4', 100), rules)).toBeNull();
});

test.each([
  [1, 0, 8 * MiB],
  [2, 8 * MiB, 16 * MiB],
  [3, 16 * MiB, 20 * MiB],
])('part %i runs from %i to %i', (partNumber, start, end) => {
  expect(partRange(upload, partNumber)).toEqual({ start, end });
});

test('a new upload has every part to send', () => {
  expect(resumeFrom({ ...upload, parts: [] })).toEqual({ done: [], left: [1, 2, 3] });
});

test('parts that arrived whole are not sent again, a part of the wrong size is', () => {
  const parts = [
    { partNumber: 3, etag: '"c"', sizeBytes: 4 * MiB },
    { partNumber: 1, etag: '"a"', sizeBytes: 5 },
    { partNumber: 2, etag: '"b"', sizeBytes: 8 * MiB },
  ];
  expect(resumeFrom({ ...upload, parts })).toEqual({
    done: [
      { partNumber: 2, etag: '"b"' },
      { partNumber: 3, etag: '"c"' },
    ],
    left: [1],
  });
});

test('waiting doubles, is spread by half, and ends at half a minute', () => {
  expect([1, 2, 3, 10].map((attempt) => backoffMs(attempt, 1))).toEqual([1000, 2000, 4000, 30_000]);
  expect(backoffMs(1, 0)).toBe(500);
});

test('speed is that of the last seconds', () => {
  const speed = createSpeed();
  expect(speed(0, 0)).toBeNull();
  expect(speed(500, 1000)).toBeNull();
  expect(speed(2000, 8000)).toBe(4000);
  expect(speed(20_000, 8000)).toBeNull();
  expect(speed(22_000, 10_000)).toBe(1000);
});

test.each([
  [1000, null, ''],
  [0, 1000, ''],
  [5000, 1000, 'a few seconds left'],
  [45_000, 1000, 'about 50 s left'],
  [180_000, 1000, 'about 3 min left'],
  [7_200_000, 1000, 'about 2 h left'],
])('%i bytes at %s bytes/s: %s', (bytes, speed, shown) => {
  expect(timeLeft(bytes, speed)).toBe(shown);
});
