import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { waitOrReconnect, whenOnline } from './connection.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A connection that comes and goes as told. */
function createConnection(online: boolean) {
  const events = new EventTarget();
  const known = { online };
  const change = (now: boolean) => {
    known.online = now;
    events.dispatchEvent(new Event(now ? 'online' : 'offline'));
  };
  return { connection: { events, isOnline: () => known.online }, change };
}

const patient = () => new AbortController().signal;

/** Whether it is over by now. */
function watched(work: Promise<void>) {
  const state = { over: false };
  void work.then(() => Object.assign(state, { over: true }));
  return state;
}

test('with a connection it is the time alone', async () => {
  const { connection } = createConnection(true);
  const state = watched(waitOrReconnect(1000, patient(), connection));
  await vi.advanceTimersByTimeAsync(999);
  expect(state.over).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(state.over).toBe(true);
});

test('without one it waits however long, and goes on at once when it is back', async () => {
  const { connection, change } = createConnection(false);
  const state = watched(waitOrReconnect(1000, patient(), connection));
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(state.over).toBe(false);
  change(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(state.over).toBe(true);
});

test('one that is lost while waiting is waited for', async () => {
  const { connection, change } = createConnection(true);
  const state = watched(waitOrReconnect(1000, patient(), connection));
  change(false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(state.over).toBe(false);
  change(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(state.over).toBe(true);
});

test.each([
  ['whenOnline', whenOnline],
  [
    'waitOrReconnect',
    (signal: AbortSignal, connection: Parameters<typeof whenOnline>[1]) =>
      waitOrReconnect(1000, signal, connection),
  ],
])('%s ends with its signal', async (_, wait) => {
  const stop = new AbortController();
  const waiting = wait(stop.signal, createConnection(false).connection);
  stop.abort(new Error('paused'));
  await expect(waiting).rejects.toThrow('paused');
});
