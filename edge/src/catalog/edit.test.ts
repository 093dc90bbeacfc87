import { expect, test } from 'vitest';
import { ifMatchHolds } from './edit.ts';

test.each([
  [undefined, true],
  ['*', true],
  ['"3.7"', true],
  ['"3.9"', true],
  ['"3"', true],
  ['"2.7", "3.1"', true],
  ['"2.7"', false],
  ['W/"3.7"', true],
  ['W/"2.7"', false],
  ['"33.7"', false],
  ['nonsense', false],
])('If-Match %s on metaRev 3 holds: %s', (header, holds) => {
  expect(ifMatchHolds(header, { metaRev: 3 })).toBe(holds);
});
