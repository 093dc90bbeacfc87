import { expect, test } from 'vitest';
import { monthEndsAt, monthOf, usdOf } from './spend.ts';

test.each([
  ['2026-11', '2026-12-01T00:00:00.000Z'],
  ['2026-12', '2027-01-01T00:00:00.000Z'],
])('%s is over at %s', (month, end) => {
  expect(monthEndsAt(month)).toBe(end);
  expect(monthOf(Date.parse(end) - 1)).toBe(month);
});

test.each([
  [{ estimatedUsd: 2, actualUsd: 1 }, 1],
  [{ estimatedUsd: 2, actualUsd: 0 }, 0],
  [{ estimatedUsd: 2 }, 2],
  [{}, 0],
])('%j counts as %d', (costs, usd) => {
  expect(usdOf(costs)).toBe(usd);
});
