import { renewSession } from './client.ts';

/** Renewals fall at two thirds of a session's life; a failed one is tried again after a minute. */
const share = 2 / 3;
const retryMs = 60_000;

type Timing = {
  refreshInMs: number;
  lifeMs: number;
  now: () => number;
  wait: (task: () => void, ms: number) => void;
};

/**
 * Keeps the session alive while the page is open. The first renewal comes `refreshInMs` from now; `check` is for
 * waking up, when timers were asleep.
 */
export function keepSession(renew: () => Promise<boolean>, { refreshInMs, lifeMs, now, wait }: Timing) {
  let dueAt = now() + refreshInMs;
  const renewWhenDue = async () => {
    if (now() < dueAt) return;
    dueAt = now() + retryMs;
    if (await renew()) dueAt = now() + lifeMs * share;
    wait(renewWhenDue, dueAt - now());
  };
  wait(renewWhenDue, refreshInMs);
  return { check: renewWhenDue };
}

/** Starts it with what the document says of its session; signed-out pages say nothing. */
export function startSession({ refreshIn, sessionLife }: DOMStringMap): void {
  if (refreshIn === undefined || sessionLife === undefined) return;
  const { check } = keepSession(renewSession, {
    refreshInMs: Math.max(0, Number(refreshIn)),
    lifeMs: Number(sessionLife),
    now: Date.now,
    wait: (task, ms) => void setTimeout(task, ms),
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') check();
  });
}
