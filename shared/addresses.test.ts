import { expect, test } from 'vitest';
import { foldAddresses, readAddresses } from './addresses.ts';

const emailsIn = (pasted: string | string[]) => readAddresses(pasted).map(({ email }) => email);

test.each<[string, string, string[]]>([
  ['commas', 'a@x.org,b@x.org , c@x.org', ['a@x.org', 'b@x.org', 'c@x.org']],
  ['semicolons', 'a@x.org;b@x.org; ;', ['a@x.org', 'b@x.org']],
  [
    'lines of any system',
    'a@x.org\r\nb@x.org\n\nc@x.org\rd@x.org',
    ['a@x.org', 'b@x.org', 'c@x.org', 'd@x.org'],
  ],
  ['spaces', 'a@x.org b@x.org\tc@x.org', ['a@x.org', 'b@x.org', 'c@x.org']],
  ['names', 'Ada Lovelace <ada@x.org>, <b@x.org>', ['ada@x.org', 'b@x.org']],
  ['a name with a comma in quotes', '"Lovelace, Ada" <ada@x.org>, b@x.org', ['ada@x.org', 'b@x.org']],
  ['a name with a bare comma', 'Lovelace, Ada <ada@x.org>; Doe, J. <j@x.org>', ['ada@x.org', 'j@x.org']],
  ['a name beside an address, as from a sheet', 'Ada Lovelace\tada@x.org', ['ada@x.org']],
  ['capital letters', 'ADA@X.org', ['ada@x.org']],
])('%s', (_, pasted, emails) => {
  expect(emailsIn(pasted)).toEqual(emails);
});

test('a list is read like its lines', () => {
  expect(readAddresses(['a@x.org', 'Ada <b@x.org>'])).toEqual([
    { line: 1, text: 'a@x.org', email: 'a@x.org' },
    { line: 2, text: 'b@x.org', email: 'b@x.org' },
  ]);
});

test.each([
  ['a word', 'nobody', 'nobody'],
  ['no domain', 'ada@', 'ada@'],
  ['empty brackets', 'Ada <>', ''],
  ['a bracket that does not end', 'Ada <ada@x.org', '<ada@x.org'],
  ['a quote that does not end', '"Ada', '"Ada'],
])('what is no address is named by its line: %s', (_, line, text) => {
  expect(readAddresses(`a@x.org\n\n${line}`).at(-1)).toEqual({ line: 3, text, email: null });
});

test('an address counts once, where it came first', () => {
  const folded = foldAddresses(readAddresses('a@x.org\nb@x.org, A@X.ORG\nnobody\nnobody'));
  expect(folded.map(({ line, email }) => [line, email])).toEqual([
    [1, 'a@x.org'],
    [2, 'b@x.org'],
    [3, null],
    [4, null],
  ]);
});

test.each(['"', '<', '>', '<>', '"<', ' '])('%j fifty thousand times is read at once', (mark) => {
  expect(readAddresses(`${mark.repeat(50_000)}\na@x.org`).at(-1)?.email).toBe('a@x.org');
});
