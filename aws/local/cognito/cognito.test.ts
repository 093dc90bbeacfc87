import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCognito } from './cognito.ts';
import { goodPassword, poolId, startPool, type TestPool, tokensOf } from './pool.fixture.ts';

let pool: TestPool;
beforeAll(async () => {
  pool = await startPool();
});
afterAll(() => pool.stop());

const person = { email: 'ann@example.com', password: goodPassword, groups: ['admins'] };

test('seeding the same person again changes nothing', async () => {
  const first = await pool.seedPerson(person);
  expect(await pool.seedPerson({ ...person, email: 'Ann@Example.com' })).toEqual(first);
});

test('people, keys and sign-ins are there again for the next process, though the last one was not closed', async () => {
  await pool.seedPerson(person);
  const tokens = await tokensOf(pool, person.email);
  const next = createCognito(pool.settings);
  const form = { grant_type: 'refresh_token', client_id: 'web', refresh_token: tokens.refresh_token };
  const answer = await next.login.request('/oauth2/token', {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  expect(answer.status).toBe(200);
  const jwks = `/${poolId}/.well-known/jwks.json`;
  expect(await (await next.wellKnown.request(jwks)).json()).toEqual(
    await (await pool.wellKnown.request(jwks)).json(),
  );
  next.close();
});

test('the folder is private and holds no password, code or token', async () => {
  await pool.seedPerson(person);
  const { refresh_token, code } = await tokensOf(pool, person.email);
  const folder = join(pool.settings.dataDir, 'cognito');
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'keys.json')).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'pool.db')).mode & 0o777).toBe(0o600);
  const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
  for (const secret of [goodPassword, refresh_token, code]) expect(bytes.join('')).not.toContain(secret);
});
