import { base64url } from 'jose';
import { expect, test } from 'vitest';
import { createSeal } from './seal.ts';

const clock = { now: () => 1_000_000 };
const secret = base64url.encode(new Uint8Array(32).fill(1));
const seal = createSeal({ secret, clock });

test('opens what it sealed', async () => {
  const sealed = await seal.seal('refresh', { token: 'secret' }, 1000);
  expect(sealed).not.toContain(base64url.encode('secret'));
  expect(await seal.open('refresh', sealed)).toEqual({ token: 'secret' });
});

test('a refresh token of 2,000 characters fits a cookie', async () => {
  const sealed = await seal.seal('refresh', { token: 'x'.repeat(2000) }, 1000);
  expect(sealed.length).toBeLessThan(3800);
});

test('opens nothing that was sealed for something else, tampered with, too old or by another secret', async () => {
  const sealed = await seal.seal('email', { email: 'a@example.com' }, 1000);
  const later = createSeal({ secret, clock: { now: () => 1_002_000 } });
  const stranger = createSeal({ secret: base64url.encode(new Uint8Array(32).fill(2)), clock });
  expect(await seal.open('refresh', sealed)).toBeNull();
  expect(await seal.open('email', `${sealed.slice(0, -3)}AAA`)).toBeNull();
  expect(await seal.open('email', '')).toBeNull();
  expect(await later.open('email', sealed)).toBeNull();
  expect(await stranger.open('email', sealed)).toBeNull();
});

test('takes no secret of another length', () => {
  expect(() => createSeal({ secret: 'abcd', clock })).toThrow(TypeError);
});
