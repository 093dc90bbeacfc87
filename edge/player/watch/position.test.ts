import { expect, test, vi } from 'vitest';
import { createPositionKeeper } from './position.ts';

function setUp() {
  let now = 0;
  const send = vi.fn();
  const keeper = createPositionKeeper(send, () => now);
  /** Plays on, telling every quarter of a second, as a browser does. */
  const play = (fromMs: number, forMs: number) => {
    for (let played = 250; played <= forMs; played += 250) {
      now += 250;
      keeper.moved(fromMs + played);
    }
  };
  return { send, keeper, play };
}

test('while playing it is sent every 15 seconds', () => {
  const { send, keeper, play } = setUp();
  keeper.started(60_000);
  play(60_000, 46_000);
  expect(send.mock.calls).toEqual([
    [75_000, false],
    [90_000, false],
    [105_000, false],
  ]);
});

test('on a pause it is sent at once, and once', () => {
  const { send, keeper, play } = setUp();
  keeper.started(0);
  play(0, 4000);
  keeper.stopped(4000.4);
  keeper.stopped(4000.4, true);
  expect(send.mock.calls).toEqual([[4000, false]]);
});

test('on leaving, the request is made to outlive the page', () => {
  const { send, keeper, play } = setUp();
  keeper.started(0);
  play(0, 2000);
  keeper.stopped(2000, true);
  expect(send.mock.calls).toEqual([[2000, true]]);
});

test('who never played, or hardly, was not there', () => {
  const { send, keeper } = setUp();
  keeper.stopped(30_000, true);
  keeper.started(30_000);
  keeper.stopped(30_900, true);
  expect(send).not.toHaveBeenCalled();
});

test('going back counts as moving', () => {
  const { send, keeper } = setUp();
  keeper.started(30_000);
  keeper.stopped(10_000);
  expect(send.mock.calls).toEqual([[10_000, false]]);
});
