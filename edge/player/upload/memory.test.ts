import { expect, test } from 'vitest';
import { createMemory } from './memory.ts';

/** A browser's storage: what is kept are its own keys. */
function storage(items: Record<string, string> = {}): Storage {
  Object.defineProperties(items, {
    getItem: { value: (key: string) => items[key] ?? null },
    setItem: { value: (key: string, value: string) => Object.assign(items, { [key]: value }) },
    removeItem: { value: (key: string) => void delete items[key] },
  });
  return items as unknown as Storage;
}

test('what is remembered is there for the next page, until it is forgotten', () => {
  const kept = storage({ theme: 'dark' });
  createMemory(kept).remember('movie.mp4|25|1', { id: 'U1', name: 'movie.mp4' });
  const memory = createMemory(kept);
  expect(memory.recall('movie.mp4|25|1')).toEqual({ id: 'U1', name: 'movie.mp4' });
  expect(memory.all()).toEqual([['movie.mp4|25|1', { id: 'U1', name: 'movie.mp4' }]]);
  memory.forget('movie.mp4|25|1');
  expect(memory.all()).toEqual([]);
});

test.each(['{', '"U1"', '{"id":"U1"}'])('%s, left by something else, is none', (text) => {
  const memory = createMemory(storage({ 'shark-upload:a|1|1': text }));
  expect(memory.recall('a|1|1')).toBeNull();
  expect(memory.all()).toEqual([]);
});
