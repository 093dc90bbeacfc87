import {
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  appOrigin,
  authorization,
  days,
  exchangeForm,
  goodPassword,
  poolId,
  redirectUri,
  returned,
  signIn,
  startPool,
  type TestPool,
  tokensOf,
} from '../pool.fixture.ts';

let pool: TestPool;
let username: string;
const email = 'ann@example.com';

beforeAll(async () => {
  pool = await startPool();
  ({ username } = await pool.seedPerson({ email, password: goodPassword, groups: ['admins'] }));
});
afterAll(() => pool.stop());

const userInfo = (token: string) =>
  fetch(`${pool.origin}/oauth2/userInfo`, { headers: { authorization: `Bearer ${token}` } });
const refresh = (token: string, client_id = 'web') =>
  pool.token({ grant_type: 'refresh_token', client_id, refresh_token: token });
const someone = async (name: string) => {
  await pool.seedPerson({ email: name, password: goodPassword, groups: [] });
  return name;
};

describe('a person who signs in', () => {
  test('comes back with code and state, and the code becomes tokens with the claims of Cognito', async () => {
    const tokens = await tokensOf(pool, 'ANN@example.com');
    const seconds = pool.clock.ms / 1000;
    const access = await pool.verify(tokens.access_token);
    expect(access).toEqual({
      sub: username,
      'cognito:groups': ['admins'],
      iss: `${pool.aws}/${poolId}`,
      version: 2,
      client_id: 'web',
      origin_jti: expect.any(String),
      event_id: expect.any(String),
      token_use: 'access',
      scope: 'openid email videos/read',
      auth_time: seconds,
      exp: seconds + 900,
      iat: seconds,
      jti: expect.any(String),
      username,
    });
    expect(Object.keys(decodeProtectedHeader(tokens.access_token)).sort()).toEqual(['alg', 'kid']);
    expect(await pool.verify(tokens.id_token)).toMatchObject({
      aud: 'web',
      token_use: 'id',
      email,
      email_verified: true,
      'cognito:username': username,
      origin_jti: access['origin_jti'],
    });
    expect(tokens.refresh_token.length).toBeGreaterThan(1000);
  });

  test('is told by userInfo, whose flag is a string', async () => {
    const { access_token } = await tokensOf(pool, email);
    expect(await (await userInfo(access_token)).json()).toEqual({
      sub: username,
      username,
      email,
      email_verified: 'true',
    });
  });

  test('is not asked again for an hour, unless the app wants it', async () => {
    const { browser } = await signIn(pool, email);
    const again = await browser.visit(authorization().path);
    expect(returned(again)).toMatchObject({ code: expect.any(String), state: 'st&te' });
    expect((await browser.visit(authorization({ prompt: 'login' }).path)).text).toContain('name="password"');
    pool.clock.ms += 3_600_001;
    expect((await browser.visit(authorization().path)).text).toContain('name="password"');
    expect(returned(await browser.visit(authorization({ prompt: 'none' }).path))).toMatchObject({
      error: 'login_required',
    });
  });

  test('is asked again after signing out', async () => {
    const { browser } = await signIn(pool, email);
    const out = await browser.visit(
      `/logout?client_id=web&logout_uri=${encodeURIComponent(`${appOrigin}/`)}`,
    );
    expect([out.location, browser.jar.size]).toEqual([`${appOrigin}/`, 0]);
    expect((await browser.visit(authorization().path)).text).toContain('name="password"');
    const wrong = await browser.visit('/logout?client_id=web&logout_uri=https://evil.example/');
    expect([wrong.status, wrong.location]).toEqual([400, null]);
  });
});

describe('authorize', () => {
  test.each([
    ['an unknown client', { client_id: 'nobody' }],
    ['no client', { client_id: null }],
    ['another redirect URI', { redirect_uri: 'https://evil.example/' }],
    ['a redirect URI with something added', { redirect_uri: `${redirectUri}/x` }],
    ['no redirect URI', { redirect_uri: null }],
  ])('shows a page for %s and never redirects', async (_, changes) => {
    const page = await pool.browser().visit(authorization(changes).path);
    expect([page.status, page.location]).toEqual([400, null]);
    expect(page.text).toContain('role="alert"');
  });

  test.each([
    ['the implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
    ['no PKCE', { code_challenge: null }, 'invalid_request'],
    ['PKCE in plain', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['PKCE without a method', { code_challenge_method: null }, 'invalid_request'],
    ['a scope the client has not', { scope: 'openid phone' }, 'invalid_scope'],
    ['a client without the code flow', { client_id: 'bot' }, 'unauthorized_client'],
  ])('sends the app an error for %s', async (_, changes, error) => {
    const back = await pool.browser().visit(authorization(changes).path);
    expect(back.location?.startsWith(`${redirectUri}?`)).toBe(true);
    expect(returned(back)).toMatchObject({ error, state: 'st&te' });
  });

  test('a parameter given twice is an invalid request', async () => {
    const back = await pool.browser().visit(`${authorization().path}&scope=openid`);
    expect(returned(back)).toMatchObject({ error: 'invalid_request' });
  });
});

describe('the token endpoint', () => {
  test.each([
    ['another verifier', { code_verifier: 'a'.repeat(43) }, 'invalid_grant'],
    ['a verifier too short', { code_verifier: 'a' }, 'invalid_grant'],
    ['no verifier', { code_verifier: '' }, 'invalid_request'],
    ['another redirect URI', { redirect_uri: `${redirectUri}x` }, 'invalid_grant'],
    ['another client', { client_id: 'cli' }, 'invalid_grant'],
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client'],
    ['a client whose secret is missing', { client_id: 'bot' }, 'invalid_client'],
    ['a secret for a public client', { client_secret: 'x' }, 'invalid_client'],
    ['no client', { client_id: '' }, 'invalid_request'],
    ['an unknown code', { code: 'nothing' }, 'invalid_grant'],
    ['an unknown grant type', { grant_type: 'password' }, 'unsupported_grant_type'],
  ])('refuses %s', async (_, changes, error) => {
    const { code, verifier } = await signIn(pool, email);
    const answer = await pool.token({ ...exchangeForm(code, verifier), ...changes });
    expect([answer.status, await answer.json()]).toEqual([400, { error }]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('takes a code once; the second time ends what the first brought', async () => {
    const tokens = await tokensOf(pool, email);
    const again = await pool.token(exchangeForm(tokens.code, tokens.verifier));
    expect([again.status, await again.json()]).toEqual([400, { error: 'invalid_grant' }]);
    expect((await refresh(tokens.refresh_token)).status).toBe(400);
    expect((await userInfo(tokens.access_token)).status).toBe(401);
  });

  test('gives one of two simultaneous exchanges tokens', async () => {
    const { code, verifier } = await signIn(pool, email);
    const answers = await Promise.all([1, 2].map(() => pool.token(exchangeForm(code, verifier))));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
  });

  test('refuses a code after five minutes', async () => {
    const { code, verifier } = await signIn(pool, email);
    pool.clock.ms += 5 * 60_000;
    expect(await (await pool.token(exchangeForm(code, verifier))).json()).toEqual({ error: 'invalid_grant' });
  });

  test('answers 405 to GET and 400 to a body that is no form', async () => {
    expect((await fetch(`${pool.origin}/oauth2/token`)).status).toBe(405);
    const json = await pool.token({}, { 'content-type': 'application/json' });
    expect([json.status, await json.json()]).toEqual([400, { error: 'invalid_request' }]);
  });
});

describe('a refresh token', () => {
  test('is replaced at use and lives on for a minute', async () => {
    const first = await tokensOf(pool, email);
    const second = (await (await refresh(first.refresh_token)).json()) as typeof first;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    const { origin_jti, auth_time } = await pool.verify(first.access_token);
    pool.clock.ms += 59_000;
    expect((await refresh(first.refresh_token)).status).toBe(200);
    expect(await pool.verify(second.access_token)).toMatchObject({ origin_jti, auth_time });
    pool.clock.ms += 1_000;
    expect(await (await refresh(first.refresh_token)).json()).toEqual({ error: 'invalid_grant' });
    expect((await refresh(second.refresh_token)).status).toBe(200);
  });

  test('ends thirty days after the sign-in, however often it was replaced', async () => {
    const first = await tokensOf(pool, email);
    pool.clock.ms += days(29);
    const second = (await (await refresh(first.refresh_token)).json()) as typeof first;
    pool.clock.ms += days(1);
    expect((await refresh(second.refresh_token)).status).toBe(400);
  });

  test("is no other client's", async () => {
    const { refresh_token } = await tokensOf(pool, email);
    expect(await (await refresh(refresh_token, 'cli')).json()).toEqual({ error: 'invalid_grant' });
  });

  test('ends with everything made from it when revoked', async () => {
    const { refresh_token, access_token } = await tokensOf(pool, email);
    const revoke = (token: string, client_id = 'web') =>
      fetch(`${pool.origin}/oauth2/revoke`, {
        method: 'POST',
        body: new URLSearchParams({ token, client_id }),
      });
    expect(await (await revoke(access_token)).json()).toEqual({ error: 'unsupported_token_type' });
    expect(await (await revoke(refresh_token, 'cli')).json()).toEqual({ error: 'unauthorized_client' });
    expect(await (await revoke('')).json()).toEqual({ error: 'invalid_request' });
    expect((await userInfo(access_token)).status).toBe(200);
    expect((await revoke(refresh_token)).status).toBe(200);
    expect((await revoke(refresh_token)).status).toBe(200);
    expect((await refresh(refresh_token)).status).toBe(400);
    expect((await userInfo(access_token)).status).toBe(401);
  });

  test.each([
    ['a disabled person', AdminDisableUserCommand],
    ['a person signed out everywhere', AdminUserGlobalSignOutCommand],
  ])('is refused to %s, and so is userInfo', async (who, Command) => {
    const name = await someone(`${who.split(' ')[2]}@example.com`);
    const { refresh_token, access_token } = await tokensOf(pool, name);
    await pool.sdk.send(new Command({ UserPoolId: poolId, Username: name }));
    expect(await (await refresh(refresh_token)).json()).toEqual({ error: 'invalid_grant' });
    const answer = await userInfo(access_token);
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('invalid_token'),
    ]);
  });
});

test('a disabled person is asked to sign in again, in spite of the cookie', async () => {
  const name = await someone('cookie@example.com');
  const { browser } = await signIn(pool, name);
  await pool.sdk.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: name }));
  expect((await browser.visit(authorization().path)).text).toContain('name="password"');
});

describe('a bot', () => {
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
  const form = { grant_type: 'client_credentials' };

  test('gets an access token of its own, without a user name', async () => {
    const answer = await pool.token({ ...form, scope: 'videos/read' }, basic('bot:bot-secret'));
    const body = (await answer.json()) as { access_token: string };
    expect(Object.keys(body).sort()).toEqual(['access_token', 'expires_in', 'token_type']);
    const claims = await pool.verify(body.access_token);
    expect(claims).toMatchObject({ sub: 'bot', client_id: 'bot', scope: 'videos/read', token_use: 'access' });
    expect(claims).not.toHaveProperty('username');
    expect((await userInfo(body.access_token)).status).toBe(401);
  });

  test('gets every scope it has when it names none', async () => {
    const body = (await (await pool.token(form, basic('bot:bot-secret'))).json()) as { access_token: string };
    expect(await pool.verify(body.access_token)).toMatchObject({ scope: 'videos/read videos/manage' });
  });

  test.each([
    ['a wrong secret', form, 'bot:wrong', 'invalid_client'],
    ['a header that is not Basic', form, '', 'invalid_client'],
    ['two client ids', { ...form, client_id: 'web' }, 'bot:bot-secret', 'invalid_client'],
    ['a scope it has not', { ...form, scope: 'videos/all' }, 'bot:bot-secret', 'invalid_scope'],
    ['a public client', { ...form, client_id: 'web' }, null, 'unauthorized_client'],
  ])('is refused with %s', async (_, body, credentials, error) => {
    const answer = await pool.token(body, credentials === null ? {} : basic(credentials));
    expect([answer.status, await answer.json()]).toEqual([400, { error }]);
  });
});

test.each([
  ['no token', '', 400],
  ['no JWT', 'Bearer x', 401],
])('userInfo refuses %s', async (_, authorization, status) => {
  const answer = await fetch(`${pool.origin}/oauth2/userInfo`, { headers: { authorization } });
  expect(answer.status).toBe(status);
});

test('userInfo refuses an id token and one of another scope', async () => {
  const { id_token } = await tokensOf(pool, email);
  expect((await userInfo(id_token)).status).toBe(401);
  const { code, verifier } = await signIn(pool, email, { scope: 'videos/read' });
  const tokens = (await (await pool.token(exchangeForm(code, verifier))).json()) as { access_token: string };
  expect(tokens).not.toHaveProperty('id_token');
  expect((await userInfo(tokens.access_token)).status).toBe(401);
});

test('discovery names the endpoints of the sign-in origin', async () => {
  const answer = await pool.wellKnown.request(`/${poolId}/.well-known/openid-configuration`);
  expect(await answer.json()).toMatchObject({
    issuer: pool.settings.issuer,
    jwks_uri: `${pool.settings.issuer}/.well-known/jwks.json`,
    token_endpoint: `${pool.origin}/oauth2/token`,
  });
  expect((await pool.wellKnown.request('/eu-west-1_other/.well-known/jwks.json')).status).toBe(404);
});
