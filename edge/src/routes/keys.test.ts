import type { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import vectors from '../../../aws/local/cloudfront/vectors.json';
import { keyOf } from '../../../shared/catalog-table.ts';
import type { Membership } from '../auth/membership.ts';
import type { AppEnv } from '../context.ts';
import { envSchema } from '../env.ts';
import { onError } from '../middleware/on-error.ts';
import { createServices } from '../services.ts';
import { keys } from './keys.ts';

const nowMs = Date.parse('2026-05-06T07:08:09Z');
const time = new Date(nowMs).toISOString();
const draft = '01KAAAAAAAAAAAAAAAAAAAAAAA';
const unknown = '01KBBBBBBBBBBBBBBBBBBBBBBB';
const elsewhere = '01KCCCCCCCCCCCCCCCCCCCCCCC';

const settings = envSchema.parse({
  APP_ORIGIN: 'http://localhost:8787',
  MEDIA_ORIGIN: 'http://localhost:8788',
  ORG: 'shark',
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'a',
  AWS_SECRET_ACCESS_KEY: 's',
  TABLE_NAME: 't',
  UPLOADS_BUCKET: 'u',
  MEDIA_BUCKET: 'm',
  USER_POOL_ID: 'p',
  ISSUER: 'http://localhost:8789/p',
  LOGIN_ORIGIN: 'http://localhost:8790',
  WEB_CLIENT_ID: 'web',
  KEY_PAIR_ID: vectors.keys.ec.keyPairId,
  SIGNING_PRIVATE_KEY: vectors.keys.ec.testOnlyPrivateKey,
  SESSION_SECRET: btoa('0'.repeat(32)),
});

const video = (org: string, videoId: string) => ({
  ...keyOf.video(org, videoId),
  ...{ org, videoId, title: 'A draft', description: '', tags: [], published: false },
  ...{ createdAt: time, updatedAt: time, metaRev: 1, jobRev: 1 },
});
const person = {
  ...keyOf.person('shark', 'disabled'),
  ...{ sub: 'disabled', email: 'a@example.com', role: 'viewer', invitedAt: time, notBefore: time },
};
const items = [video('shark', draft), video('other', elsewhere), person];

/** The table, as far as this route reads it. */
const dynamodb = {
  send: async ({ input }: GetItemCommand) => {
    const item = items.find(({ pk, sk }) => input.Key?.['pk']?.S === pk && input.Key?.['sk']?.S === sk);
    expect(input.ConsistentRead).toBe(true);
    return item ? { Item: marshall(item) } : {};
  },
} as unknown as DynamoDBClient;

const services = createServices(settings, { clock: { now: () => nowMs }, dynamodb, log: () => {} });
const viewer: Membership = {
  kind: 'person',
  org: 'shark',
  role: 'viewer',
  subject: 'viewer',
  username: 'viewer',
  scopes: ['videos/read', 'videos/manage'],
  issuedAtMs: nowMs - 1000,
  expiresAtMs: nowMs + 1000,
};
const admin: Membership = { ...viewer, role: 'admin', subject: 'admin' };

function ask(who: Membership, method: 'GET' | 'POST', query: string, init: RequestInit = {}) {
  const app = new Hono<AppEnv>()
    .use(async (c, next) => {
      c.set('services', services);
      c.set('requestId', 'r');
      c.set('who', who);
      await next();
    })
    .route('/api/keys', keys)
    .onError(onError);
  return app.request(`http://localhost:8787/api/keys${query}`, { method, ...init });
}
const json = (value: unknown) => ({
  body: JSON.stringify(value),
  headers: { 'content-type': 'application/json' },
});

const codeOf = async (response: Response) => {
  const { error }: { error: { code: string } } = await response.json();
  return [response.status, error.code];
};

describe.each([
  ['GET', '', {}],
  ['POST', '', {}],
  ['POST', '', { headers: { 'content-type': 'application/json' } }],
  ['POST', '', { headers: { 'content-type': 'application/json', 'content-length': '0' }, body: '' }],
  ['POST', '', json({})],
] as const)('%s /api/keys %j %j', (method, query, init) => {
  test('opens the card images, with one Set-Cookie a cookie', async () => {
    const response = await ask(viewer, method, query, init);
    const names = ['CloudFront-Key-Pair-Id', 'CloudFront-Signature', 'CloudFront-Policy'];
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      resource: 'http://localhost:8788/shark/i/*',
      prefix: '/shark/i/',
      expiresAt: '2026-05-06T07:23:09.000Z',
      renewAfter: '2026-05-06T07:15:39.000Z',
      cookies: names,
    });
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    const set = response.headers.getSetCookie();
    expect(set.map((cookie) => cookie.split('=')[0])).toEqual(names);
    for (const cookie of set)
      expect(cookie).toMatch(/^[^;]+; Max-Age=900; Path=\/shark\/i\/; HttpOnly; SameSite=Lax$/);
  });
});

describe.each([
  ['GET', (videoId: string) => ({ query: `?videoId=${videoId}` })],
  ['POST', (videoId: string) => ({ query: '', init: json({ videoId }) })],
] as const)('%s /api/keys for a video', (method, of) => {
  const askFor = (who: Membership, videoId: string) => {
    const { query, init }: { query: string; init?: RequestInit } = of(videoId);
    return ask(who, method, query, init);
  };

  test('opens a draft to an admin', async () => {
    const response = await askFor(admin, draft);
    expect(await response.json()).toMatchObject({ prefix: `/shark/v/${draft}/` });
  });

  test.each([
    ['a draft, to a viewer', viewer, draft, 404, 'not_found'],
    ['a video nobody knows', admin, unknown, 404, 'not_found'],
    ["another organisation's", admin, elsewhere, 404, 'not_found'],
    ['what is no id', admin, '../other', 400, 'invalid_request'],
    ['anything, to somebody shut out', { ...viewer, subject: 'disabled' }, draft, 401, 'unauthenticated'],
    ['anything, without the scope', { ...viewer, scopes: [] }, draft, 403, 'insufficient_scope'],
  ])('does not open %s', async (_, who, videoId, status, code) => {
    const response = await askFor(who, videoId);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await codeOf(response)).toEqual([status, code]);
  });
});

test.each<[string, string, RequestInit, number, string]>([
  ['an unknown key', '', json({ video: draft }), 400, 'invalid_request'],
  ['an unknown query', '?video=x', json({}), 400, 'invalid_request'],
  ['broken JSON', '', { ...json({}), body: '{' }, 400, 'invalid_request'],
  ['plain text', '', { body: 'x', headers: { 'content-type': 'text/plain' } }, 415, 'unsupported_media_type'],
])('POST refuses %s', async (_, query, init, status, code) => {
  expect(await codeOf(await ask(viewer, 'POST', query, init))).toEqual([status, code]);
});
