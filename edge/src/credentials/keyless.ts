import type { Credentials } from './credentials.ts';

/** Temporary credentials, as STS gives them. */
export type Session = Required<Credentials>;

export type KeylessOptions = {
  /** Opens a new session. */
  assume: () => Promise<Session>;
  clock: { now: () => number };
  wait: (ms: number) => Promise<void>;
};

/** A new session is opened when the known one has this long left. */
const refreshAtMs = 10 * 60 * 1000;
/** With less than this left a request might arrive too late. */
const usableMs = 60 * 1000;
/** While the known session is good, a failed refresh is not tried again sooner. */
const pauseMs = 30 * 1000;
/** More than all attempts of one `assume` take. */
const flightMs = 20 * 1000;

type Flight = { landing: Promise<Session>; sinceMs: number };

/**
 * Credentials without a lasting key: one session an isolate, renewed at ten minutes left by the first request that
 * sees it. All who need one at the same time share one call; who still has a good one does not wait.
 */
export function createKeyless({ assume, clock, wait }: KeylessOptions): () => Promise<Session> {
  let known: Session | null = null;
  let flight: Flight | null = null;
  let notBeforeMs = 0;
  const leftMs = () => (known ? known.expiration.getTime() - clock.now() : 0);

  function takeOff(): Flight {
    const sinceMs = clock.now();
    const landing = assume();
    const own = { landing, sinceMs };
    const down = () => {
      if (flight === own) flight = null;
    };
    landing.then(
      (session) => {
        known = session;
        down();
      },
      () => {
        notBeforeMs = clock.now() + pauseMs;
        down();
      },
    );
    return own;
  }

  /** Null when it never lands: the runtime drops what a cancelled request had begun, and its promises stay open. */
  async function landed(shared: Flight): Promise<Session | null> {
    const leftMs = shared.sinceMs + flightMs - clock.now();
    const session = await Promise.race([shared.landing, wait(Math.max(0, leftMs)).then(() => null)]);
    if (session === null && flight === shared) flight = null;
    return session;
  }

  return async function credentials() {
    if (known && leftMs() > refreshAtMs) return known;
    const spare = known && leftMs() > usableMs ? known : null;
    const busy = flight !== null && clock.now() - flight.sinceMs < flightMs;
    if (spare && (busy || clock.now() < notBeforeMs)) return spare;
    for (;;) {
      flight ??= takeOff();
      const session = await landed(flight).catch((error: unknown) => {
        if (spare) return spare;
        throw error;
      });
      if (session) return session;
    }
  };
}
