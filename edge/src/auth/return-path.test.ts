import { expect, test } from 'vitest';
import { returnPath } from './return-path.ts';

const origin = 'http://localhost:8787';

test.each([
  ['/watch/01K?t=1#a', '/watch/01K?t=1#a'],
  ['/', '/'],
  [undefined, '/'],
  ['https://evil.example', '/'],
  ['//evil.example/a', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['/a/..//evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['watch', '/'],
  ['/auth/login?return=/', '/'],
  ['/x/../auth/logout', '/'],
])('return=%j leads to %s', (asked, path) => {
  expect(returnPath(asked, origin)).toBe(path);
});
