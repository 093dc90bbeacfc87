/** What a browser tells of its connection: `window` and `navigator` in one. */
type Connection = { events: EventTarget; isOnline: () => boolean };

const browser: Connection = {
  get events() {
    return window;
  },
  isOnline: () => navigator.onLine,
};

/** Until `ms` have passed or, without them, forever; sooner when the connection comes back. */
function pause(ms: number | null, signal: AbortSignal, { events }: Connection): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => () => {
      clearTimeout(timer);
      events.removeEventListener('online', back);
      signal.removeEventListener('abort', stopped);
      settle();
    };
    const back = end(resolve);
    const stopped = end(() => reject(signal.reason));
    const timer = ms === null ? undefined : setTimeout(back, ms);
    events.addEventListener('online', back);
    signal.addEventListener('abort', stopped);
    if (signal.aborted) stopped();
  });
}

/** As long as the browser knows of no connection; not at all when it has one. Rejects with the signal's reason. */
export const whenOnline = (signal: AbortSignal, connection = browser): Promise<void> =>
  connection.isOnline() ? Promise.resolve() : pause(null, signal, connection);

/** Waits before something is tried again: so many ms, less when a connection comes back, more while there is none. */
export async function waitOrReconnect(ms: number, signal: AbortSignal, connection = browser): Promise<void> {
  if (connection.isOnline()) await pause(ms, signal, connection);
  await whenOnline(signal, connection);
}
