import { expect, test } from 'vitest';
import { compareText, fold, wordsOf } from './fold.ts';

test.each([
  ['Blåhaj BLÅHAJ', ['blahaj']],
  ['Crème brûlée, 2nd edition', ['creme', 'brulee', '2nd', 'edition']],
  ['don’t—stop', ['don', 't', 'stop']],
  ['ﬁsh ＦＩＳＨ', ['fish']],
  ['Ёлка Елка', ['елка']],
  ['ΟΔΟΣ οδός', ['οδοσ']],
  ['İstanbul', ['istanbul']],
  ['日本語、サメ', ['日本語', 'サメ']],
  ['deep🦈blue', ['deep', '🦈', 'blue']],
  ['"AND" (NOT*) ^-:', ['and', 'not']],
  ['\ud800 \u0000', []],
  ['', []],
])('the words of %j are %j', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test('folding what is folded changes nothing', () => {
  const once = fold('Ǆ İ ẞ Å ﷺ ㎏ Σς');
  expect(fold(once)).toBe(once);
});

test('text is ordered by code point, not by UTF-16', () => {
  const sorted = ['🦈', '\uffee', 'b', 'ab', 'a', ''].toSorted(compareText);
  expect(sorted).toEqual(['', 'a', 'ab', 'b', '\uffee', '🦈']);
});
