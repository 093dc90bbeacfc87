import { beforeAll, describe, expect, test } from 'vitest';
import { appTrusting, createIssuer, type Issuer, nowMs, refusalOf, settings } from '../../test/fixtures.ts';

let issuer: Issuer;
let stranger: Issuer;
beforeAll(async () => {
  issuer = await createIssuer();
  stranger = await createIssuer();
});

const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });
const ask = (path: string, init: RequestInit = {}) => appTrusting(issuer).app.request(path, init);
const seconds = nowMs / 1000;

/** A token without a signature, as the `none` algorithm has it (RFC 8725, section 2.1). */
const unsigned = async () => {
  const [, payload] = (await issuer.sign({})).split('.');
  return `${btoa('{"alg":"none"}').replaceAll('=', '')}.${payload}.`;
};
const withPublicKeyAsSecret = () =>
  issuer.sign({}, { alg: 'HS256', key: new TextEncoder().encode(issuer.publicPem) });

const refused: [string, () => Promise<string>, number, string][] = [
  ['garbage', async () => 'garbage', 401, 'unauthenticated'],
  ['the algorithm none', unsigned, 401, 'unauthenticated'],
  ['HS256 signed with the public key', withPublicKeyAsSecret, 401, 'unauthenticated'],
  ['a signature of somebody else', () => stranger.sign({}), 401, 'unauthenticated'],
  ['another issuer', () => issuer.sign({ iss: 'http://localhost:1/q' }), 401, 'unauthenticated'],
  ['another client', () => issuer.sign({ client_id: 'other' }), 401, 'unauthenticated'],
  ['an ID token', () => issuer.sign({ token_use: 'id', aud: 'web' }), 401, 'unauthenticated'],
  ['a person without user name', () => issuer.sign({ username: undefined }), 401, 'unauthenticated'],
  ['no expiry', () => issuer.sign({ exp: undefined }), 401, 'unauthenticated'],
  ['an expiry just passed', () => issuer.sign({ exp: seconds - 1 }), 401, 'token_expired'],
  ['no scope of ours', () => issuer.sign({ scope: 'openid email' }), 403, 'insufficient_scope'],
];

describe('a token with', () => {
  test.each(refused)('%s is refused', async (_name, token, status, code) => {
    const response = await ask('/api/videos', bearer(await token()));
    expect(await refusalOf(response)).toEqual({ status, code });
    expect(response.headers.get('WWW-Authenticate')).toMatch(/^Bearer/);
  });
});

test('no token at all is refused', async () => {
  expect(await refusalOf(await ask('/api/videos'))).toEqual({ status: 401, code: 'unauthenticated' });
});

const readOnly = { scope: 'videos/read' };
const forChanges: [string, object, string, string, string][] = [
  ['a viewer', {}, 'POST', '/api/uploads', 'forbidden'],
  ['a viewer', {}, 'DELETE', '/api/videos/01KAAAAAAAAAAAAAAAAAAAAAAA', 'forbidden'],
  [
    'an admin who may only read',
    { 'cognito:groups': ['admins'], ...readOnly },
    'POST',
    '/api/uploads',
    'insufficient_scope',
  ],
  [
    'a bot that may only read',
    { client_id: 'bot', ...readOnly },
    'POST',
    '/api/uploads',
    'insufficient_scope',
  ],
  ['a viewer', {}, 'GET', '/api/people', 'forbidden'],
  ['a bot', { client_id: 'bot' }, 'GET', '/api/people', 'forbidden'],
  ['a bot', { client_id: 'bot' }, 'POST', '/api/people', 'forbidden'],
  ['a bot', { client_id: 'bot' }, 'DELETE', '/api/people/ada', 'forbidden'],
  ['a viewer who asks for a status', {}, 'GET', '/api/videos?status=failed', 'forbidden'],
];

test.each(forChanges)('%s (%j) is refused %s %s: %s', async (_who, claims, method, path, code) => {
  const init = { method, ...bearer(await issuer.sign({ ...claims })) };
  expect(await refusalOf(await ask(path, init))).toEqual({ status: 403, code });
});

describe('a session cookie', () => {
  const cookie = async (headers: Record<string, string> = {}) => ({
    headers: { Cookie: `session=${await issuer.sign({ 'cognito:groups': ['admins'] })}`, ...headers },
  });
  const origins: [string, Record<string, string>][] = [
    ['without Origin', {}],
    ['from another site', { Origin: 'https://evil.example' }],
    ['from another port', { Origin: 'http://localhost:2' }],
    ['from nowhere', { Origin: 'null' }],
  ];

  test.each(origins)('changes nothing %s', async (_name, headers) => {
    const response = await ask('/api/uploads', { method: 'POST', ...(await cookie(headers)) });
    expect(await refusalOf(response)).toEqual({ status: 403, code: 'forbidden' });
  });

  test('is ignored beside an Authorization header', async () => {
    const headers = { Authorization: 'Basic YTpi', Origin: settings.APP_ORIGIN };
    const response = await ask('/api/uploads', { method: 'POST', ...(await cookie(headers)) });
    expect(await refusalOf(response)).toEqual({ status: 401, code: 'unauthenticated' });
  });

  test('over https goes by its prefixed name only', async () => {
    const https = { ...settings, APP_ORIGIN: 'https://app.example.com' };
    const { app } = appTrusting(issuer, {}, https);
    const response = await app.request('/api/videos', await cookie());
    expect(response.status).toBe(401);
  });
});

test('a page without a session leads to sign-in and back', async () => {
  const response = await ask('/admin?q=a%20b');
  expect(response.status).toBe(302);
  expect(response.headers.get('Location')).toBe(`/auth/login?return=${encodeURIComponent('/admin?q=a%20b')}`);
});
