import { expect, test } from 'vitest';
import { captionLine } from './caption-line.ts';

test.each([
  [1, 0, 576, 'auto'],
  [1, 68, 576, -3],
  [2, 68, 576, -4],
  [1, 68, 180, -7],
  [1, 68, 1080, -2],
  [1, 68, 0, -8],
])('%i lines, %i px covered of %i: they begin on line %s', (lines, coveredPx, heightPx, line) => {
  expect(captionLine(lines, { coveredPx, heightPx })).toBe(line);
});
