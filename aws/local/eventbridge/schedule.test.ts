import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createScheduler } from './schedule.ts';

test('rounds follow one another, and one that fails does not end them', async () => {
  const told: string[] = [];
  let rounds = 0;
  let atOnce = 0;
  const run = async () => {
    atOnce += 1;
    expect(atOnce).toBe(1);
    await sleep(5);
    atOnce -= 1;
    rounds += 1;
    if (rounds === 1) throw new Error('once');
  };
  const scheduler = createScheduler({
    schedules: [{ name: 'sweep', everyMs: 1, run }],
    failed: (name) => told.push(name),
  });
  scheduler.start();
  while (rounds < 3) await sleep(2);
  await scheduler.close();
  const ended = rounds;
  await sleep(20);
  expect(rounds).toBe(ended);
  expect(told).toEqual(['sweep']);
});
