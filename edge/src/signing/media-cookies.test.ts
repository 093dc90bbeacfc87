import { expect, test } from 'vitest';
import { keysSchema } from '../../../shared/playback.ts';
import { mediaCookies } from './media-cookies.ts';

const videoId = '01KAAAAAAAAAAAAAAAAAAAAAAA';
const signed: { resource: string; expiresAtMs: number }[] = [];
const signer = {
  sign: async (grant: { resource: string; expiresAtMs: number }) => {
    signed.push(grant);
    return { 'CloudFront-Policy': 'p', 'CloudFront-Signature': 's' };
  },
};
const nowMs = Date.parse('2026-05-06T07:08:09.876Z');
const settings = {
  APP_ORIGIN: 'http://app.shark.localhost:8787',
  MEDIA_ORIGIN: 'http://media.shark.localhost:8788',
  COOKIE_DOMAIN: 'shark.localhost',
};

test('one video: one wildcard resource, the same Path, a quarter of an hour', async () => {
  const made = await mediaCookies({ settings, signer, nowMs }, { org: 'shark', videoId });
  const prefix = `/shark/v/${videoId}/`;
  expect(made.keys).toEqual({
    resource: `${settings.MEDIA_ORIGIN}${prefix}*`,
    prefix,
    expiresAt: '2026-05-06T07:23:09.000Z',
    renewAfter: '2026-05-06T07:15:39.000Z',
    cookies: ['CloudFront-Policy', 'CloudFront-Signature'],
  });
  expect(keysSchema.safeParse(made.keys).success).toBe(true);
  expect(signed.at(-1)).toEqual({
    resource: made.keys.resource,
    expiresAtMs: Date.parse(made.keys.expiresAt),
  });
  expect(made.options).toEqual({
    path: prefix,
    domain: 'shark.localhost',
    maxAge: 900,
    httpOnly: true,
    sameSite: 'Lax',
    secure: false,
  });
});

test('without a video: the card images of the organisation and nothing else', async () => {
  const { keys } = await mediaCookies({ settings, signer, nowMs }, { org: 'shark' });
  expect(keys).toMatchObject({ resource: `${settings.MEDIA_ORIGIN}/shark/i/*`, prefix: '/shark/i/' });
});

test('over https cookies are Secure; without a parent domain they belong to the host alone', async () => {
  const https = { APP_ORIGIN: 'https://app.example.com', MEDIA_ORIGIN: 'https://media.example.com' };
  const { options } = await mediaCookies({ settings: https, signer, nowMs }, { org: 'shark' });
  expect(options).toMatchObject({ secure: true });
  expect(options).not.toHaveProperty('domain');
});
