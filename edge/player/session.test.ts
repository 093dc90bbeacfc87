import { expect, test, vi } from 'vitest';
import { keepSession } from './session.ts';

const minute = 60_000;

function setUp(answers: boolean[] = []) {
  let now = 0;
  const waits: number[] = [];
  const tasks: (() => unknown)[] = [];
  const renew = vi.fn(async () => answers.shift() ?? true);
  const wait = (task: () => void, ms: number) => {
    waits.push(ms);
    tasks.push(task);
  };
  const session = keepSession(renew, { refreshInMs: 10 * minute, lifeMs: 15 * minute, now: () => now, wait });
  const pass = async (ms: number) => {
    now += ms;
    await tasks.at(-1)?.();
  };
  return { session, renew, waits, pass, sleep: (ms: number) => (now += ms) };
}

test('a session is renewed when the document says, then at two thirds of its life', async () => {
  const { renew, waits, pass } = setUp();
  await pass(10 * minute);
  expect(renew).toHaveBeenCalledTimes(1);
  expect(waits).toEqual([10 * minute, 10 * minute]);
});

test('a failed renewal is tried again after a minute', async () => {
  const { waits, pass } = setUp([false]);
  await pass(10 * minute);
  expect(waits.at(-1)).toBe(minute);
});

test('a page that slept renews on waking', async () => {
  const { session, renew, sleep } = setUp();
  sleep(9 * minute);
  await session.check();
  expect(renew).not.toHaveBeenCalled();
  sleep(9 * minute);
  await session.check();
  expect(renew).toHaveBeenCalledTimes(1);
});
