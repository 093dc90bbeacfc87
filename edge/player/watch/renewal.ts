/** How soon the same URL may ask for fresh cookies again. */
const sameUrlMs = 10_000;

type Timing = { now: () => number; wait: (task: () => void, ms: number) => () => void };

/** `renew` fetches fresh cookies and tells in how many ms they want renewing. */
export type Renew = () => Promise<{ renewInMs: number }>;

/**
 * Keeps the media cookies fresh: at half-life, on waking, and once per refused URL. Nothing of it is seen by the
 * viewer. `settled` resolves when no renewal is under way; a failed one is tried again by the next cause.
 */
export function createRenewal(renew: Renew, renewInMs: number, { now, wait }: Timing) {
  let dueAt = now() + renewInMs;
  let running: Promise<void> | null = null;
  let cancel = wait(() => renewWhenDue(), renewInMs);
  const triedAt = new Map<string, number>();

  const start = async () => {
    const next = await renew().catch(() => null);
    dueAt = now() + (next?.renewInMs ?? sameUrlMs);
    cancel();
    cancel = wait(() => renewWhenDue(), dueAt - now());
    running = null;
  };
  const renewNow = () => {
    running ??= start();
    return running;
  };
  const renewWhenDue = () => void (now() >= dueAt && renewNow());

  return {
    /** For waking up: timers sleep with the machine. */
    check: renewWhenDue,
    /** A URL was answered 403: true when fresh cookies are on the way and it is worth another try. */
    refused(url: string): boolean {
      if (now() - (triedAt.get(url) ?? -Infinity) < sameUrlMs) return false;
      triedAt.set(url, now());
      renewNow();
      return true;
    },
    /** Somebody asks to try again: fresh cookies first, and every URL may be refused once more. */
    restart(): Promise<void> {
      triedAt.clear();
      return renewNow();
    },
    settled: () => running ?? Promise.resolve(),
    stop: () => cancel(),
  };
}

export type Renewal = ReturnType<typeof createRenewal>;
