import { beforeAll, expect, test } from 'vitest';
import { appTrusting, createIssuer, type Issuer, refusalOf, settings } from '../test/fixtures.ts';

let issuer: Issuer;
let admin: Record<string, string>;
beforeAll(async () => {
  issuer = await createIssuer();
  admin = { Authorization: `Bearer ${await issuer.sign({ client_id: 'bot' })}` };
});
const ask = (path: string, init: RequestInit = {}) => appTrusting(issuer).app.request(path, init);

test('health is for anyone', async () => {
  const response = await ask('/api/health');
  expect(await response.json()).toEqual({ status: 'ok', version: 'test' });
});

test('an unknown API address is a 404 with a request id, in the header too', async () => {
  const response = await ask('/api/nothing');
  const body = await response.json();
  expect(response.status).toBe(404);
  expect(body).toEqual({
    error: {
      code: 'not_found',
      message: expect.any(String),
      requestId: response.headers.get('X-Request-Id'),
    },
  });
});

test.each([
  ['GET', '/api/videos?limit=0', undefined, 400, ['limit']],
  ['GET', '/api/videos?limit=101', undefined, 400, ['limit']],
  ['GET', '/api/videos?colour=red', undefined, 400, ['colour']],
  ['GET', '/api/videos?q=a&q=b', undefined, 400, ['q']],
  ['GET', '/api/videos?cursor=nonsense', undefined, 400, ['cursor']],
  ['GET', '/api/videos/01KAAAAAAAAAAAAAAAAAAAAAAA?full=1', undefined, 400, ['full']],
  ['GET', '/api/me?full=1', undefined, 400, ['full']],
  [
    'POST',
    '/api/uploads',
    '{"fileName":"a.mp4","sizeBytes":0,"contentType":"video/mp4"}',
    400,
    ['sizeBytes'],
  ],
  ['POST', '/api/uploads', '{"fileName":"a.mp4","sizeBytes":1,"contentType":"v","x":1}', 400, ['x']],
  ['PATCH', '/api/videos/01KAAAAAAAAAAAAAAAAAAAAAAA', '{}', 400, ['']],
  ['PATCH', '/api/videos/01KAAAAAAAAAAAAAAAAAAAAAAA', '{"tags":["",1]}', 400, ['tags.0', 'tags.1']],
])('%s %s %s is refused, naming the fields', async (method, path, body, status, fields) => {
  const headers = { ...admin, ...(body ? { 'Content-Type': 'application/json' } : {}) };
  const response = await ask(path, { method, headers, ...(body ? { body } : {}) });
  const answer = (await response.json()) as {
    error: { code: string; details: { fields: { path: string }[] } };
  };
  expect(response.status).toBe(status);
  expect(answer.error.code).toBe('invalid_request');
  expect(answer.error.details.fields.map(({ path }) => path)).toEqual(fields);
});

test.each([
  ['not JSON', { 'Content-Type': 'application/json' }, '{', 400, 'invalid_request'],
  ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }, 'a=b', 415, 'unsupported_media_type'],
  ['too long', { 'Content-Type': 'application/json' }, 'x'.repeat(3_000_000), 413, 'too_large'],
])('a body that is %s is refused', async (_name, type, body, status, code) => {
  const headers = { ...admin, ...type };
  const response = await ask('/api/uploads', { method: 'POST', headers, body });
  expect(await refusalOf(response)).toEqual({ status, code });
});

test('what is not even an id is a 404', async () => {
  expect(await refusalOf(await ask('/api/videos/1', { headers: admin }))).toEqual({
    status: 404,
    code: 'not_found',
  });
});

test('a service out of reach is a 503 that says when to come again, and nothing of the inside', async () => {
  const response = await ask('/api/videos', { headers: admin });
  expect(response.headers.get('Retry-After')).toBe('2');
  expect(response.status).toBe(503);
  expect(await response.text()).not.toMatch(/localhost|dynamodb|stack/i);
});

test('one log line a request, without query, token or cookie; Server-Timing beside it', async () => {
  const { app, lines } = appTrusting(issuer);
  const response = await app.request('/api/nothing?secret=1', { headers: { ...admin, Cookie: 'session=x' } });
  expect(lines).toEqual([expect.objectContaining({ method: 'GET', path: '/api/nothing', status: 404 })]);
  expect(JSON.stringify(lines)).not.toMatch(/secret|Bearer|session/);
  expect(response.headers.get('Server-Timing')).toMatch(/^app;dur=\d/);
});

test('a failure’s one log line tells its cause', async () => {
  const { app, lines } = appTrusting(issuer);
  await app.request('/api/videos', { headers: admin });
  const cause = { code: 'unavailable', name: 'Error', message: expect.stringMatching(/network/i) };
  expect(lines).toEqual([
    expect.objectContaining({ level: 'error', path: '/api/videos', status: 503, ...cause }),
  ]);
});

test('every answer forbids sniffing and framing; over https it insists on https', async () => {
  const response = await ask('/api/health');
  expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
  expect(response.headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'");
  expect(response.headers.has('Strict-Transport-Security')).toBe(false);
  const { app } = appTrusting(issuer, {}, { ...settings, APP_ORIGIN: 'https://app.example.com' });
  expect((await app.request('/api/health')).headers.has('Strict-Transport-Security')).toBe(true);
});

test('a command line is told how to sign somebody in, and nothing else', async () => {
  expect(await (await ask('/api/client')).json()).toEqual({
    app: settings.APP_ORIGIN,
    login: settings.LOGIN_ORIGIN,
    cliClientId: 'cli',
    redirectPorts: [14_000, 14_001, 14_002],
    scopes: ['openid', 'email', 'videos/read', 'videos/manage'],
  });
});

test('a service without a client for command lines says so', async () => {
  const { app } = appTrusting(issuer, {}, { ...settings, PERSON_CLIENT_IDS: '' });
  expect(await refusalOf(await app.request('/api/client'))).toEqual({ status: 404, code: 'not_found' });
});
