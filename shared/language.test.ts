import { expect, test } from 'vitest';
import { languageName, languageTag } from './language.ts';

test.each([
  ['eng', 'en'],
  ['ENG', 'en'],
  ['ger', 'de'],
  ['deu', 'de'],
  ['fre', 'fr'],
  ['en', 'en'],
  ['pt-br', 'pt-BR'],
  ['pt_BR', 'pt-BR'],
  ['yue', 'yue'],
])('%s is %s', (code, tag) => {
  expect(languageTag(code)).toBe(tag);
});

test.each(['und', 'UND', 'mul', 'zxx', 'mis', 'qaa', '', '   ', 'no language', 'x', null, undefined])(
  '%s is no language',
  (code) => {
    expect(languageTag(code)).toBeNull();
  },
);

test('a language has an English name, where it has one', () => {
  expect(['de', 'pt-BR', 'xx'].map(languageName)).toEqual(['German', 'Brazilian Portuguese', null]);
});
