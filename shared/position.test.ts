import { expect, test } from 'vitest';
import { isFinished, positionSchema, resumeAt } from './position.ts';

test.each([
  ['in the middle', 50_000, false, 50_000],
  ['at 95 per cent', 95_000, false, 95_000],
  ['just after it', 95_001, true, 0],
  ['at the end', 100_000, true, 0],
  ['at the start', 0, false, 0],
])('of 100 s, somebody %s: %i ms is finished: %s, and goes on at %i', (_where, positionMs, finished, at) => {
  const progress = { positionMs, durationMs: 100_000 };
  expect(isFinished(progress)).toBe(finished);
  expect(resumeAt(progress)).toBe(at);
});

test('what lasts nothing is never finished', () => {
  expect(isFinished({ positionMs: 0, durationMs: 0 })).toBe(false);
});

test.each([-1, 0.5, '1', null])('%j is no position', (positionMs) => {
  expect(positionSchema.safeParse({ positionMs }).success).toBe(false);
});
