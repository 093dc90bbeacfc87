import { expect, test } from 'vitest';
import { createSlots } from './slots.ts';

const patient = () => new AbortController().signal;

test('so many at once, the others in the order they came', async () => {
  const slots = createSlots(2);
  const seen: string[] = [];
  const enter = async (name: string) => {
    const release = await slots.take(patient());
    seen.push(name);
    return release;
  };
  const [first, second] = await Promise.all([enter('a'), enter('b')]);
  const [third, fourth] = [enter('c'), enter('d')];
  await Promise.resolve();
  expect(seen).toEqual(['a', 'b']);
  second?.();
  await third;
  first?.();
  await fourth;
  expect(seen).toEqual(['a', 'b', 'c', 'd']);
});

test('a slot that is given back twice is one slot', async () => {
  const slots = createSlots(1);
  const release = await slots.take(patient());
  release();
  release();
  await slots.take(patient());
  const stop = new AbortController();
  const waiting = slots.take(stop.signal);
  stop.abort(new Error('no longer'));
  await expect(waiting).rejects.toThrow('no longer');
});

test('who no longer waits leaves the line to those behind', async () => {
  const slots = createSlots(1);
  const release = await slots.take(patient());
  const stop = new AbortController();
  const left = slots.take(stop.signal);
  const behind = slots.take(patient());
  stop.abort(new Error('left'));
  await expect(left).rejects.toThrow('left');
  release();
  await expect(behind).resolves.toBeTypeOf('function');
});
