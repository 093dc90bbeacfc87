import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const textOf = (file: string) => readFileSync(join(root, file), 'utf8').toLowerCase();
const colour = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)\([^)]*\)/g;
/** Short ones in full: `#fff` is `#ffffff`. */
const whole = (one: string) => one.replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3');
const coloursIn = (text: string) => [...new Set(text.match(colour)?.map(whole))];
const tokens = textOf('edge/player/style/tokens.css');
const sheets = readdirSync(import.meta.dirname).filter((name) => /(?<!^tokens)\.css$/.test(name));

test.each(sheets)('%s has no colour of its own', (sheet) => {
  expect(coloursIn(textOf(`edge/player/style/${sheet}`))).toEqual([]);
});

test('every token is used', () => {
  const all = [...sheets, 'tokens.css'].map((sheet) => textOf(`edge/player/style/${sheet}`)).join('\n');
  const names = [...tokens.matchAll(/^ +(--[a-z0-9-]+):/gm)].map(([, name]) => name ?? '');
  expect(names.filter((name) => !all.includes(`var(${name})`))).toEqual([]);
});

/** Where no style sheet of the app's reaches: the colours are written out, and still the same. */
test.each([
  ...['shared/mails.ts', 'edge/src/pages/page.tsx', 'edge/player/public/favicon.svg'],
  ...['aws/local/http/look.ts'],
])('%s has the app’s colours', (file) => {
  const known = coloursIn(tokens);
  const found = coloursIn(textOf(file));
  expect(found).not.toEqual([]);
  expect(found.filter((one) => !known.includes(one))).toEqual([]);
});
