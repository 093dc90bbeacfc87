import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/world.ts';
import { createTokenStore } from './token-store.ts';

const app = 'https://app.example.com';
const signIn = {
  login: 'https://login.example.com',
  clientId: 'cli',
  accessToken: 'a',
  expiresAt: 1000,
  refreshToken: 'r',
};

test('keeps a sign-in where only its owner can read it', () => {
  const home = temporaryFolder();
  const store = createTokenStore({ env: {}, home });
  store.keep(app, signIn);
  expect(store.path).toBe(join(home, '.config/shark/credentials.json'));
  expect(statSync(store.path).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(store.path)).mode & 0o777).toBe(0o700);
  expect(readdirSync(dirname(store.path))).toEqual(['credentials.json']);
});

test('XDG_CONFIG_HOME says where', () => {
  const folder = temporaryFolder();
  const { path } = createTokenStore({ env: { XDG_CONFIG_HOME: folder }, home: '/nowhere' });
  expect(path).toBe(join(folder, 'shark/credentials.json'));
});

test('another command finds it, and the service of the last sign-in is meant', () => {
  const place = { env: {}, home: temporaryFolder() };
  createTokenStore(place).keep('https://other.example.com', signIn);
  createTokenStore(place).keep(app, signIn);
  createTokenStore(place).renew('https://other.example.com', { ...signIn, accessToken: 'b' });
  const store = createTokenStore(place);
  expect(store.current()).toBe(app);
  expect(store.find(app)).toEqual(signIn);
  expect(store.find('https://other.example.com')).toMatchObject({ accessToken: 'b' });
});

test('signing out leaves the others', () => {
  const store = createTokenStore({ env: {}, home: temporaryFolder() });
  store.keep('https://other.example.com', signIn);
  store.keep(app, signIn);
  store.drop(app);
  expect(store.find(app)).toBeNull();
  expect(store.current()).toBeNull();
  expect(store.find('https://other.example.com')).toEqual(signIn);
});

test.each(['', '{', '[]', '{"current":1}'])('a file that holds %j is as good as none', (text) => {
  const store = createTokenStore({ env: {}, home: temporaryFolder() });
  mkdirSync(dirname(store.path), { recursive: true });
  writeFileSync(store.path, text);
  expect(store.current()).toBeNull();
  expect(store.find(app)).toBeNull();
});
