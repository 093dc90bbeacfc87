import { expect, test } from 'vitest';
import { createTestWorld } from '../testing/world.ts';
import { originOf, readClient } from './service.ts';

test.each([
  ['https://app.example.com', 'https://app.example.com'],
  ['https://app.example.com/watch/1?t=3', 'https://app.example.com'],
  ['app.example.com', 'https://app.example.com'],
  ['http://localhost:8787/', 'http://localhost:8787'],
  ['http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
  ['http://app.shark.localhost:8787', 'http://app.shark.localhost:8787'],
])('%s is the service %s', (typed, origin) => {
  expect(originOf(typed)).toBe(origin);
});

test.each(['http://app.example.com', 'http://localhost.example.com', 'ftp://localhost', 'not an address'])(
  '%s is refused',
  (typed) => {
    expect(() => originOf(typed)).toThrow();
  },
);

test.each([
  ['a page', () => new Response('<h1>Hello</h1>'), /no Shark service/],
  ['other JSON', () => Response.json({ app: 1 }), /no Shark service/],
  ['an error', () => Response.json({}, { status: 503 }), /\(503\)/],
])('%s is not taken for a service', async (_, answer, words) => {
  const { world } = createTestWorld({ fetch: async () => answer() });
  await expect(readClient(world, 'https://app.example.com')).rejects.toThrow(words);
});
