/** While playing, where somebody is gets sent this often. */
const everyMs = 15_000;
/** Less is not worth a request. */
const leastMs = 1000;

/** `leaving`: the page is going away, and the request has to outlive it. */
type Send = (positionMs: number, leaving: boolean) => void;

/**
 * Decides when where somebody is gets sent, all in ms: every 15 seconds of playing, and when it stops, if it has
 * moved. Nothing is sent before `started`: looking at a page is not watching.
 */
export function createPositionKeeper(send: Send, now: () => number) {
  let started = false;
  let sent = { positionMs: -leastMs, at: -Infinity };
  const keep = (positionMs: number, leaving = false) => {
    if (!started || Math.abs(positionMs - sent.positionMs) < leastMs) return;
    sent = { positionMs, at: now() };
    send(Math.round(positionMs), leaving);
  };
  return {
    started(positionMs: number): void {
      if (!started) sent = { positionMs, at: now() };
      started = true;
    },
    /** Playing has come to here. */
    moved: (positionMs: number) => void (now() - sent.at >= everyMs && keep(positionMs)),
    /** Paused, ended, hidden or left here. */
    stopped: keep,
  };
}
