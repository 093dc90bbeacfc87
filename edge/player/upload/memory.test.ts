import { expect, test } from 'vitest';
import { createMemory } from './memory.ts';
import { createStorage } from './testing.ts';
import { createWishes } from './wishes.ts';

test('what is remembered is there for the next page, until it is forgotten', () => {
  const kept = createStorage({ theme: 'dark' });
  createMemory(kept).remember('movie.mp4|25|1', { id: 'U1', name: 'movie.mp4' });
  const memory = createMemory(kept);
  expect(memory.recall('movie.mp4|25|1')).toEqual({ id: 'U1', name: 'movie.mp4' });
  expect(memory.all()).toEqual([['movie.mp4|25|1', { id: 'U1', name: 'movie.mp4' }]]);
  memory.forget('movie.mp4|25|1');
  expect(memory.all()).toEqual([]);
});

test.each(['{', '"U1"', '{"id":"U1"}'])('%s, left by something else, is none', (text) => {
  const memory = createMemory(createStorage({ 'shark-upload:a|1|1': text }));
  expect(memory.recall('a|1|1')).toBeNull();
  expect(memory.all()).toEqual([]);
});

test('uploads of new versions are kept apart from those of new videos', () => {
  const kept = createStorage();
  createMemory(kept, 'replace').remember('V1|a|1|1', { id: 'U1', name: 'a' });
  expect(createMemory(kept).all()).toEqual([]);
});

test('a wish to publish is there for the next page, until it is fulfilled', () => {
  const kept = createStorage({ theme: 'dark' });
  createWishes(kept).add('V1', 'movie.mp4');
  const wishes = createWishes(kept);
  expect([wishes.has('V1'), wishes.has('V2')]).toEqual([true, false]);
  expect(wishes.all()).toEqual([['V1', 'movie.mp4']]);
  wishes.drop('V1');
  expect(wishes.all()).toEqual([]);
});
