/** Letters as people type them: without case and diacritics, compatible forms (ligatures, full width) made one. */
export const fold = (text: string): string =>
  text.toWellFormed().normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ς', 'σ');

/** The different words of a text, folded: runs of letters and digits; an emoji is a word by itself. */
export const wordsOf = (text: string): string[] => [
  ...new Set(fold(text).match(/[\p{L}\p{N}]+|\p{Extended_Pictographic}/gu)),
];

/** Order by code point, as SQLite's by UTF-8 bytes; JavaScript's own is by UTF-16. */
export function compareText(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  const at = left.findIndex((letter, index) => letter !== right[index]);
  if (at === -1) return left.length - right.length;
  return (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? -1);
}
