import { expect, test } from 'vitest';
import { chapterAt } from './chapters.ts';

const chapters = [
  { startMs: 5000, title: 'Reef' },
  { startMs: 60_000, title: 'Deep sea' },
];

test.each([
  [0, -1],
  [5000, 0],
  [59_999, 0],
  [60_000, 1],
  [9e9, 1],
])('at %i ms chapter %i plays', (timeMs, index) => {
  expect(chapterAt(chapters, timeMs)).toBe(index);
});
