import { expect, test } from 'vitest';
import { spread } from './preview.ts';
import { hrefOf } from './search.ts';

test.each([
  [[['q', '']], '/'],
  [[['q', '  reef ']], '/?q=reef'],
  [
    [
      ['q', 'a&b'],
      ['tag', ''],
      ['sort', 'title'],
    ],
    '/?q=a%26b&sort=title',
  ],
] as [[string, string][], string][])('a form of %j is at %s', (fields, href) => {
  expect(hrefOf(fields)).toBe(href);
});

test.each([
  [0, []],
  [1, [0]],
  [3, [0, 1, 2]],
  [4, [0, 1, 2, 3]],
  [10, [0, 3, 6, 9]],
  [11, [0, 3, 7, 10]],
])('four of %i pictures lie evenly from first to last', (count, places) => {
  expect(
    spread(
      Array.from({ length: count }, (_, index) => index),
      4,
    ),
  ).toEqual(places);
});
