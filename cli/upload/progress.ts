import { createSpeed, sentSoFar } from '../../shared/transfer/plan.ts';
import { createStatusLine } from '../status-line.ts';
import type { Screen } from '../world.ts';

/** In characters; a bar narrower than the least tells nothing and is left out. */
const barWidth = { least: 5, most: 20 };

/** Redrawing more often than this, in ms, only flickers. */
const redrawMs = 100;

/** Where nothing can be drawn over, a line comes for every tenth. */
const stepPercent = 10;

/** `███████░░░░░░░░░░░░░`: `share` of 1, as wide as there is room; empty where there is none. */
export function bar(share: number, room: number): string {
  const width = Math.min(room, barWidth.most);
  if (width < barWidth.least) return '';
  const full = Math.floor(Math.min(1, Math.max(0, share)) * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
}

type Means = { screen: Screen; now: () => number };

/** How the upload of one file is shown: a bar in a terminal, elsewhere a line now and then. */
export function createProgress(
  { screen, now }: Means,
  { name, sizeBytes }: { name: string; sizeBytes: number },
) {
  const line = createStatusLine(screen);
  const speedAt = createSpeed();
  let drawnAt = -Infinity;
  let step = -1;
  const inTerminal = (sentBytes: number, words: string) => {
    if (now() - drawnAt < redrawMs && sentBytes < sizeBytes) return;
    drawnAt = now();
    const room = screen.columns() - [name, words].join('    ').length - 1;
    line.show([name, bar(sentBytes / sizeBytes, room), words].filter(Boolean).join('  '));
  };
  const inLog = (sentBytes: number, words: string) => {
    const reached = Math.floor((100 * sentBytes) / sizeBytes / stepPercent);
    if (reached <= step) return;
    step = reached;
    line.show(`${name}: ${words}`);
  };
  return {
    sent(sentBytes: number) {
      const words = sentSoFar(sentBytes, sizeBytes, speedAt(now(), sentBytes));
      if (screen.isTty) inTerminal(sentBytes, words);
      else inLog(sentBytes, words);
    },
    /** Something failed and is tried again soon. */
    retrying: () => line.show(`${name}: the connection broke; trying again, and what was sent is kept`),
    state: (words: string) => line.show(`${name}: ${words}`),
    clear: line.clear,
  };
}

export type Progress = ReturnType<typeof createProgress>;
