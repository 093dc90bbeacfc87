import { expect, test } from 'vitest';
import { faultsOf } from './complete.ts';
import { partBytes, partCountOf } from './uploads.ts';

const upload = { sizeBytes: 25, partSizeBytes: 10 };
const there = [
  { partNumber: 1, etag: 'a', sizeBytes: 10 },
  { partNumber: 2, etag: 'b', sizeBytes: 10 },
  { partNumber: 3, etag: 'c', sizeBytes: 5 },
];
const named = there.map(({ partNumber, etag }) => ({ partNumber, etag }));
const messages = (...args: Parameters<typeof faultsOf>) => faultsOf(...args).map(({ message }) => message);

test('parts are of one size, the last one what is left', () => {
  expect(partCountOf(upload)).toBe(3);
  expect([1, 2, 3].map((part) => partBytes(upload, part))).toEqual([10, 10, 5]);
  expect(partBytes({ sizeBytes: 20, partSizeBytes: 10 }, 2)).toBe(10);
});

test('all parts there and named, quoted or not: nothing is wrong', () => {
  expect(faultsOf(upload, named, there)).toEqual([]);
  expect(
    faultsOf(
      upload,
      named.map((part) => ({ ...part, etag: `"${part.etag}"` })),
      there,
    ),
  ).toEqual([]);
});

test.each([
  ['a part that has not arrived', named, there.slice(0, 2), 'part 3 has not arrived'],
  ['a part that is not named', named.slice(1), there, 'part 1 is missing from the list'],
  ['another ETag', [{ partNumber: 1, etag: 'x' }, ...named.slice(1)], there, 'part 1 has another ETag'],
  [
    'a part too short',
    named,
    [{ partNumber: 1, etag: 'a', sizeBytes: 9 }, ...there.slice(1)],
    'part 1 has not the right size',
  ],
  ['a part too many', [...named, { partNumber: 4, etag: 'd' }], there, 'is past the last part, 3'],
])('%s is told', (_name, list, parts, message) => {
  expect(messages(upload, list, parts)).toEqual([message]);
});

test('names twenty at most', () => {
  expect(faultsOf({ sizeBytes: 1000, partSizeBytes: 10 }, named, [])).toHaveLength(20);
});
