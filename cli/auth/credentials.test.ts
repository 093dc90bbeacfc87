import { expect, test } from 'vitest';
import { createTestWorld } from '../testing/world.ts';
import { findCredentials } from './credentials.ts';
import { createTokenStore } from './token-store.ts';

const app = 'https://app.example.com';
const client = async () => ({
  app,
  login: 'https://login.example.com',
  cliClientId: 'cli',
  redirectPorts: [1],
  scopes: [],
});
const signIn = {
  login: 'https://login.example.com',
  clientId: 'cli',
  accessToken: 'first',
  expiresAt: 900_000,
  refreshToken: 'r1',
};

type Asked = { url: string; form: Record<string, string>; authorization: string | null };

/** A sign-in service that answers with what it is given, then with the last of it again. */
function setUp(answers: (object | null)[] = [], env: Record<string, string> = {}) {
  const asked: Asked[] = [];
  let time = 0;
  const { world } = createTestWorld({
    env,
    now: () => time,
    fetch: async (url, init) => {
      const authorization = new Headers(init?.headers).get('authorization');
      asked.push({
        url: String(url),
        form: Object.fromEntries(new URLSearchParams(String(init?.body))),
        authorization,
      });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      return answer ? Response.json(answer) : Response.json({ error: 'invalid_grant' }, { status: 400 });
    },
  });
  const store = createTokenStore(world);
  const moveTo = (ms: number) => {
    time = ms;
  };
  return { world, store, asked, moveTo, find: () => findCredentials(world, { store, app, client }) };
}

const renewed = { access_token: 'second', refresh_token: 'r2', expires_in: 900 };

test('a token that holds is used as it is', async () => {
  const { store, find, asked } = setUp();
  store.keep(app, signIn);
  expect(await find().token()).toBe('first');
  expect(asked).toEqual([]);
});

test('one near its end is renewed silently, and the used-up refresh token replaced', async () => {
  const { store, find, asked, moveTo } = setUp([renewed]);
  store.keep(app, signIn);
  moveTo(850_000);
  expect(await find().token()).toBe('second');
  expect(asked[0]).toMatchObject({
    url: 'https://login.example.com/oauth2/token',
    form: { grant_type: 'refresh_token', client_id: 'cli', refresh_token: 'r1' },
  });
  expect(store.find(app)).toMatchObject({ accessToken: 'second', refreshToken: 'r2', expiresAt: 1_750_000 });
});

test('a refresh token that stays good is kept', async () => {
  const { store, find } = setUp([{ access_token: 'second', expires_in: 900 }]);
  store.keep(app, signIn);
  expect(await find().renew()).toBe(true);
  expect(store.find(app)).toMatchObject({ accessToken: 'second', refreshToken: 'r1' });
});

test('what another command renewed meanwhile is taken from it', async () => {
  const { store, find, asked } = setUp([renewed]);
  store.keep(app, signIn);
  const credentials = find();
  store.renew(app, { ...signIn, accessToken: 'theirs', refreshToken: 'r9' });
  expect(await credentials.renew()).toBe(true);
  expect(await credentials.token()).toBe('theirs');
  expect(asked).toEqual([]);
});

test('a sign-in that has ended says how to sign in again', async () => {
  const { store, find, moveTo } = setUp([null]);
  store.keep(app, signIn);
  moveTo(899_000);
  await expect(find().token()).rejects.toMatchObject({ exitCode: 3, remedy: `Run \`shark login ${app}\`.` });
});

test('a bot of the environment comes before whoever signed in, and asks once', async () => {
  const { store, find, asked } = setUp([{ access_token: 'bot', expires_in: 900 }], {
    SHARK_CLIENT_ID: 'id',
    SHARK_CLIENT_SECRET: 'secret',
  });
  store.keep(app, signIn);
  const credentials = find();
  expect([await credentials.token(), await credentials.token()]).toEqual(['bot', 'bot']);
  expect(asked).toEqual([
    {
      url: 'https://login.example.com/oauth2/token',
      form: { grant_type: 'client_credentials' },
      authorization: `Basic ${btoa('id:secret')}`,
    },
  ]);
  expect(store.find(app)).toEqual(signIn);
});

test('a bot nobody knows is told so', async () => {
  const { find } = setUp([null], { SHARK_CLIENT_ID: 'id', SHARK_CLIENT_SECRET: 'wrong' });
  await expect(find().token()).rejects.toMatchObject({ exitCode: 3 });
});

test('a token of the environment comes first, and is never renewed', async () => {
  const { store, find } = setUp([renewed], {
    SHARK_TOKEN: 'given',
    SHARK_CLIENT_ID: 'id',
    SHARK_CLIENT_SECRET: 's',
  });
  store.keep(app, signIn);
  expect(await find().token()).toBe('given');
  expect(await find().renew()).toBe(false);
});
