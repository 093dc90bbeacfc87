import { expect, test, vi } from 'vitest';
import { createRenewal } from './renewal.ts';

const minute = 60_000;

function setUp(renewInMs: number, answers: (number | Error)[] = []) {
  let now = 0;
  const timers = new Set<{ at: number; task: () => void }>();
  const wait = (task: () => void, ms: number) => {
    const timer = { at: now + ms, task };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  const renew = vi.fn(async () => {
    const answer = answers.shift() ?? renewInMs;
    if (answer instanceof Error) throw answer;
    return { renewInMs: answer };
  });
  const renewal = createRenewal(renew, renewInMs, { now: () => now, wait });
  const pass = async (ms: number, { asleep = false } = {}) => {
    now += ms;
    for (const timer of asleep ? [] : [...timers]) {
      if (timer.at > now) continue;
      timers.delete(timer);
      timer.task();
    }
    await renewal.settled();
  };
  return { renewal, renew, pass };
}

test('cookies are renewed at half-life, again and again', async () => {
  const { renew, pass } = setUp(7 * minute);
  await pass(7 * minute - 1);
  expect(renew).toHaveBeenCalledTimes(0);
  await pass(1);
  expect(renew).toHaveBeenCalledTimes(1);
  await pass(7 * minute);
  expect(renew).toHaveBeenCalledTimes(2);
});

test('a machine that slept renews on waking, once', async () => {
  const { renewal, renew, pass } = setUp(7 * minute);
  await pass(20 * minute, { asleep: true });
  renewal.check();
  renewal.check();
  await renewal.settled();
  expect(renew).toHaveBeenCalledTimes(1);
});

test('waking early changes nothing', async () => {
  const { renewal, renew, pass } = setUp(7 * minute);
  await pass(minute, { asleep: true });
  renewal.check();
  expect(renew).not.toHaveBeenCalled();
});

test('a refused URL is worth one more try, and several refused at once share one renewal', async () => {
  const { renewal, renew } = setUp(7 * minute);
  expect(renewal.refused('/a.m4s')).toBe(true);
  expect(renewal.refused('/b.m4s')).toBe(true);
  expect(renewal.refused('/a.m4s')).toBe(false);
  await renewal.settled();
  expect(renew).toHaveBeenCalledTimes(1);
});

test('the same URL may ask again when it is refused much later', async () => {
  const { renewal, pass } = setUp(7 * minute);
  renewal.refused('/a.m4s');
  await pass(minute);
  expect(renewal.refused('/a.m4s')).toBe(true);
});

test('a failed renewal is tried again after ten seconds', async () => {
  const { renew, pass } = setUp(7 * minute, [new Error('offline')]);
  await pass(7 * minute);
  await pass(9999);
  expect(renew).toHaveBeenCalledTimes(1);
  await pass(1);
  expect(renew).toHaveBeenCalledTimes(2);
});

test('a stopped one renews no more', async () => {
  const { renewal, renew, pass } = setUp(minute);
  renewal.stop();
  await pass(5 * minute);
  expect(renew).not.toHaveBeenCalled();
});

test('trying again by hand renews first and forgets what was refused', async () => {
  const { renewal, renew } = setUp(7 * minute);
  renewal.refused('/a.m4s');
  await renewal.settled();
  await renewal.restart();
  expect(renew).toHaveBeenCalledTimes(2);
  expect(renewal.refused('/a.m4s')).toBe(true);
});
