import { expect, test } from 'vitest';
import { table } from './table.ts';

test('columns are as wide as their widest cell, and lines end where their words do', () => {
  expect(
    table(
      ['id', 'title', 'tags'],
      [
        ['1', 'Größe', 'a, b'],
        ['22', 'X', ''],
      ],
    ),
  ).toEqual(['ID  TITLE  TAGS', '1   Größe  a, b', '22  X']);
});
