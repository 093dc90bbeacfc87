import type { Clock } from './ports.ts';

/** The machine's time, moved by `PUT /_local/clock`. Offsets are in ms. */
export function createClock(now: () => number = Date.now): Clock & { offsetMs: number } {
  return {
    offsetMs: 0,
    now() {
      return now() + this.offsetMs;
    },
  };
}
