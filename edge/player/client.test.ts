import { beforeEach, expect, test, vi } from 'vitest';
import { Refusal, remedyOf, request, send } from './client.ts';

const fetched = vi.fn<typeof fetch>();
const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const refusal = (status: number, code: string) =>
  json(status, { error: { code, message: 'No.', requestId: 'req-1' } });
const pathsFetched = () => fetched.mock.calls.map(([input, init]) => `${init?.method} ${input}`);

beforeEach(() => {
  fetched.mockReset();
  vi.stubGlobal('fetch', fetched);
  vi.stubGlobal('navigator', {
    locks: { request: (_name: string, task: () => unknown) => Promise.resolve().then(task) },
  });
  return () => vi.unstubAllGlobals();
});

test('a body goes as JSON, an ETag as If-Match', async () => {
  fetched.mockResolvedValue(json(200, { ok: true }));
  await expect(send('PATCH', '/api/x', { body: { a: 1 }, ifMatch: '"1.2"' })).resolves.toEqual({ ok: true });
  const init = fetched.mock.calls[0]?.[1];
  expect(init?.body).toBe('{"a":1}');
  expect(new Headers(init?.headers).get('if-match')).toBe('"1.2"');
});

test('an answer without a body is null', async () => {
  fetched.mockResolvedValue(new Response(null, { status: 204 }));
  await expect(send('DELETE', '/api/x')).resolves.toBeNull();
});

test('a 401 renews the session and asks once more', async () => {
  fetched
    .mockResolvedValueOnce(refusal(401, 'token_expired'))
    .mockResolvedValueOnce(new Response(null, { status: 204 }))
    .mockResolvedValueOnce(json(200, {}));
  await request('GET', '/api/x');
  expect(pathsFetched()).toEqual(['GET /api/x', 'POST /auth/refresh', 'GET /api/x']);
});

test('a 401 that stays is told, with the id', async () => {
  fetched.mockImplementation(async () => refusal(401, 'unauthenticated'));
  await expect(request('GET', '/api/x')).rejects.toMatchObject({ status: 401, requestId: 'req-1' });
  expect(pathsFetched()).toEqual(['GET /api/x', 'POST /auth/refresh']);
});

test.each([
  ['no answer', () => Promise.reject(new TypeError('fetch failed')), { status: 0, code: 'offline' }],
  ['an answer that is not JSON', async () => new Response('<h1>', { status: 502 }), { status: 502 }],
  ['a refusal', async () => refusal(409, 'conflict'), { status: 409, code: 'conflict', message: 'No.' }],
])('%s is thrown as a refusal', async (_what, answer, seen) => {
  fetched.mockImplementation(answer);
  const error = await request('POST', '/api/x').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Refusal);
  expect(error).toMatchObject(seen);
});

test.each([
  [{ code: 'offline', status: 0 }, /connection/],
  [{ code: 'precondition_failed', status: 412 }, /load the page again/],
  [{ code: 'internal', status: 500 }, /Wait a minute/],
  [{ code: 'conflict', status: 409 }, /^$/],
])('%j comes with what to do next', (error, remedy) => {
  expect(remedyOf(error)).toMatch(remedy);
});
