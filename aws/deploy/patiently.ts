import type { World } from './world.ts';

const pauseMs = 15_000;
const patienceMs = 5 * 60_000;

/** Asks again and again, for five minutes, whether something has come true. */
export async function patiently(
  { now, sleep }: Pick<World, 'now' | 'sleep'>,
  isTrue: () => Promise<boolean>,
): Promise<boolean> {
  const endMs = now() + patienceMs;
  for (;;) {
    if (await isTrue()) return true;
    if (now() >= endMs) return false;
    await sleep(pauseMs);
  }
}
