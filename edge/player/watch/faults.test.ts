import { expect, test } from 'vitest';
import { faultOf, faultWords } from './faults.ts';

test.each([
  [{ network: true, answer: 403 }, 'refused'],
  [{ network: true, answer: 401 }, 'refused'],
  [{ network: true, answer: 404 }, 'gone'],
  [{ network: true, answer: 503 }, 'network'],
  [{ network: true, answer: undefined }, 'network'],
  [{ network: false, answer: undefined }, 'broken'],
])('%j is %s', (failed, kind) => {
  expect(faultOf(failed)).toEqual({ kind });
});

test('every fault says what to do next', () => {
  for (const { title, next } of Object.values(faultWords)) expect(title && next).toMatch(/\.$/);
});
