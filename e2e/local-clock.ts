import { putControl } from './local-control.ts';
import type { State } from './shark.ts';

/** Moves the time of the stand-ins, not the Worker's, by `offsetMs` from the machine's. */
export const moveClock = (state: State, offsetMs: number) => putControl(state, '/_local/clock', { offsetMs });
