import { expect, test } from 'vitest';
import { Refusal } from '../client.ts';
import { oneByOne } from './one-by-one.ts';

const refusal = (code: string) => new Refusal(0, { error: { code, message: code, requestId: null } });

/** Works on `items`; those named in `refused` are refused so. */
async function run(items: string[], refused: Record<string, string> = {}) {
  const done: string[] = [];
  const told: number[] = [];
  const missed = await oneByOne(
    items,
    async (item) => {
      const code = refused[item];
      if (code) throw refusal(code);
      done.push(item);
    },
    (count) => told.push(count),
  );
  return { done, told, missed: missed.map(({ item, error, tried }) => [item, error.code, tried]) };
}

test('each comes after the other, and is counted', async () => {
  expect(await run(['a', 'b'])).toEqual({ done: ['a', 'b'], told: [1, 2], missed: [] });
});

test('a refusal of one stops nobody else', async () => {
  expect(await run(['a', 'b', 'c'], { b: 'conflict' })).toEqual({
    done: ['a', 'c'],
    told: [1, 2, 3],
    missed: [['b', 'conflict', true]],
  });
});

test.each(['offline', 'rate_limited', 'unauthenticated'])('%s ends it, and nobody is lost', async (code) => {
  const { done, missed } = await run(['a', 'b', 'c'], { b: code });
  expect(done).toEqual(['a']);
  expect(missed).toEqual([
    ['b', code, true],
    ['c', code, false],
  ]);
});

test('what is no refusal is not hidden', async () => {
  const broken = async () => {
    throw new TypeError('a bug');
  };
  await expect(oneByOne(['a'], broken, () => undefined)).rejects.toThrow('a bug');
});
