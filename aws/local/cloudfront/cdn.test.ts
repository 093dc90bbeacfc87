import { createSign } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { ObjectInfo, ObjectStore } from '../ports.ts';
import { createCdn } from './cdn.ts';
import file from './vectors.json' with { type: 'json' };

const mediaOrigin = 'http://media.example.com';
const nowMs = 1_790_000_000_000;
const text = '0123456789';
const info: ObjectInfo = {
  key: 'shark/v/A/1/seg 1.mp4',
  sizeBytes: text.length,
  etag: 'abc-2',
  contentType: 'video/mp4',
  cacheControl: 'max-age=31536000',
  lastModifiedMs: Date.parse('2026-01-02T03:04:05.678Z'),
  metadata: {},
};

const unused = () => Promise.reject(new Error('the CDN only reads'));
const store: ObjectStore = {
  head: async (bucket, key) => (bucket === 'media' && key === info.key ? info : null),
  read: async (_bucket, _key, range) =>
    Readable.from([Buffer.from(range ? text.slice(range.start, range.end + 1) : text)]),
  filePath: unused,
  putFile: unused,
  list: unused,
};

const { app } = createCdn({
  store,
  bucket: 'media',
  publicKeys: { K: file.keys.rsa.publicKey },
  allowedOrigins: ['http://app.example.com'],
  clock: { now: () => nowMs },
  mediaOrigin,
});

function cookieFor(resource: string, lifeSeconds = 60): string {
  const policy = JSON.stringify({
    Statement: [
      { Resource: resource, Condition: { DateLessThan: { 'AWS:EpochTime': nowMs / 1000 + lifeSeconds } } },
    ],
  });
  const own = (base64: string) => base64.replaceAll('+', '-').replaceAll('=', '_').replaceAll('/', '~');
  const signature = createSign('sha1').update(policy).sign(file.keys.rsa.testOnlyPrivateKey, 'base64');
  return `CloudFront-Policy=${own(btoa(policy))}; CloudFront-Signature=${own(signature)}; CloudFront-Key-Pair-Id=K`;
}

const cookie = cookieFor(`${mediaOrigin}/shark/v/A/*`);
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  app.request(`${mediaOrigin}${path}`, { method, headers });
const path = '/shark/v/A/1/seg%201.mp4';

describe('who may fetch', () => {
  test.each([
    ['no cookie', path, {}, 403, 'MissingKey'],
    [
      "another video's cookie",
      path,
      { cookie: cookieFor(`${mediaOrigin}/shark/v/B/*`) },
      403,
      'AccessDenied',
    ],
    ["the images' cookie", path, { cookie: cookieFor(`${mediaOrigin}/shark/i/*`) }, 403, 'AccessDenied'],
    ['an expired cookie', path, { cookie: cookieFor(`${mediaOrigin}/shark/v/A/*`, 0) }, 403, 'AccessDenied'],
    ['another host', path, { cookie, host: 'evil.example.com' }, 403, 'AccessDenied'],
    ['dots out of the folder', '/shark/v/A/../B/seg.mp4', { cookie }, 403, 'AccessDenied'],
    ['encoded dots out of the folder', '/shark/v/A/%2e%2e/B/seg.mp4', { cookie }, 403, 'AccessDenied'],
    ['an encoded slash', '/shark/v/A/..%2fB/seg.mp4', { cookie }, 404, 'NoSuchKey'],
    ['a missing object', '/shark/v/A/1/none.mp4', { cookie }, 404, 'NoSuchKey'],
    ['a malformed escape', '/shark/v/A/%ff', { cookie }, 404, 'NoSuchKey'],
    ['a signed URL', `${path}?Signature=x&Key-Pair-Id=K`, {}, 501, 'NotImplemented'],
  ])('%s', async (_, asked, headers, status, code) => {
    const response = await get(asked, headers);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('text/xml');
    expect(await response.text()).toContain(`<Error><Code>${code}</Code><Message>`);
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s is not allowed', async (method) => {
    expect((await get(path, { cookie }, method)).status).toBe(403);
  });
});

describe('an object', () => {
  test('comes whole with its headers', async () => {
    const response = await get(path, { cookie });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'video/mp4',
      'content-length': '10',
      'cache-control': 'max-age=31536000',
      etag: '"abc-2"',
      'last-modified': 'Fri, 02 Jan 2026 03:04:05 GMT',
      'accept-ranges': 'bytes',
      vary: 'Origin',
    });
    expect(await response.text()).toBe(text);
  });

  test('HEAD tells the same without the bytes', async () => {
    const response = await get(path, { cookie }, 'HEAD');
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
      200,
      '10',
      '',
    ]);
  });

  test.each([
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=-20', 206, text, 'bytes 0-9/10'],
    ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
    ['bytes=0-1,3-4', 200, text, null],
    ['bytes=3-1', 200, text, null],
    ['lines=1-2', 200, text, null],
    ['bytes=-', 200, text, null],
  ])('range %s', async (range, status, body, contentRange) => {
    const response = await get(path, { cookie, range });
    expect([response.status, await response.text()]).toEqual([status, body]);
    expect(response.headers.get('content-range')).toBe(contentRange);
    expect(response.headers.get('content-length')).toBe(String(body.length));
  });

  test.each(['bytes=10-', 'bytes=-0'])('range %s is not satisfiable', async (range) => {
    const response = await get(path, { cookie, range });
    expect([response.status, response.headers.get('content-range')]).toEqual([416, 'bytes */10']);
  });

  const sameTime = 'Fri, 02 Jan 2026 03:04:05 GMT';
  const earlier = 'Fri, 02 Jan 2026 03:04:04 GMT';
  test.each<[Record<string, string>, number]>([
    [{ 'if-none-match': '"abc-2"' }, 304],
    [{ 'if-none-match': '"x", W/"abc-2"' }, 304],
    [{ 'if-none-match': '*' }, 304],
    [{ 'if-none-match': '"x"' }, 200],
    [{ 'if-none-match': '"x"', 'if-modified-since': sameTime }, 200],
    [{ 'if-modified-since': sameTime }, 304],
    [{ 'if-modified-since': earlier }, 200],
    [{ 'if-modified-since': 'nonsense' }, 200],
    [{ 'if-match': '"abc-2"' }, 200],
    [{ 'if-match': '"x"' }, 412],
    [{ 'if-unmodified-since': earlier }, 412],
    [{ 'if-unmodified-since': sameTime }, 200],
    [{ range: 'bytes=0-0', 'if-range': '"abc-2"' }, 206],
    [{ range: 'bytes=0-0', 'if-range': '"x"' }, 200],
    [{ range: 'bytes=0-0', 'if-range': sameTime }, 206],
    [{ range: 'bytes=0-0', 'if-range': earlier }, 200],
  ])('%j gives %i', async (headers, status) => {
    expect((await get(path, { cookie, ...headers })).status).toBe(status);
  });
});

describe('pages of other origins', () => {
  const origin = 'http://app.example.com';

  test.each([
    ['an object', path, { cookie, origin }, 200],
    ['a part', path, { cookie, origin, range: 'bytes=0-1' }, 206],
    ['a refusal', path, { origin }, 403],
    ['a missing object', '/shark/v/A/none', { cookie, origin }, 404],
  ])('may read %s', async (_, asked, headers, status) => {
    const response = await get(asked, headers);
    expect(response.status).toBe(status);
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    expect(response.headers.get('access-control-allow-credentials')).toBe('true');
    expect(response.headers.get('access-control-expose-headers')).toContain('Content-Range');
    expect(response.headers.get('vary')).toBe('Origin');
  });

  test('may ask first, without cookies', async () => {
    const headers = {
      origin,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'range',
    };
    const response = await get(path, headers, 'OPTIONS');
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, HEAD, OPTIONS',
      'access-control-allow-headers': 'range',
    });
  });

  test('get no permission when they are not named', async () => {
    const response = await get(path, { cookie, origin: 'http://evil.example.com' });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.headers.get('vary')).toBe('Origin');
  });
});
