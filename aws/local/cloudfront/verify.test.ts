import { createSign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { decodeCloudFrontBase64, readSignedCookies } from './cookies.ts';
import { covers } from './policy.ts';
import file from './vectors.json' with { type: 'json' };
import { createVerifier } from './verify.ts';

const { keys, vectors } = file;
const verify = createVerifier({
  [keys.rsa.keyPairId]: keys.rsa.publicKey,
  [keys.ec.keyPairId]: keys.ec.publicKey,
});

const before = (vectors[0]?.expires ?? 0) * 1000 - 1;
const join = (cookies: Record<string, string | undefined>) =>
  Object.entries(cookies)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');

describe.each(vectors)('a cookie signed elsewhere: $name', ({ cookies, url, expires }) => {
  const asked = { url, cookie: join(cookies), nowMs: before };

  test('opens its resource', () => expect(verify(asked)).toBeNull());

  test('opens nothing once expired', () =>
    expect(verify({ ...asked, nowMs: expires * 1000 })?.code).toBe('AccessDenied'));

  test.each([
    ['another video', url.replace('01KA', '01KC')],
    ['another host', url.replace('media.', 'evil.')],
    ['another scheme', url.replace('http:', 'https:')],
    ['another port', url.replace('.com/', '.com:8788/')],
  ])('does not open %s', (_, other) => expect(verify({ ...asked, url: other })?.code).toBe('AccessDenied'));

  test('does not pass with another hash', () => {
    const other = 'CloudFront-Hash-Algorithm' in cookies ? 'SHA1' : 'SHA256';
    const cookie = join({ ...cookies, 'CloudFront-Hash-Algorithm': other });
    expect(verify({ ...asked, cookie })?.code).toBe('AccessDenied');
  });

  test("does not pass under the other key's id", () => {
    const other = cookies['CloudFront-Key-Pair-Id'] === keys.rsa.keyPairId ? keys.ec : keys.rsa;
    const cookie = join({ ...cookies, 'CloudFront-Key-Pair-Id': other.keyPairId });
    expect(verify({ ...asked, cookie })?.code).toBe('AccessDenied');
  });
});

const good = vectors[0];
if (!good) throw new Error('there are no vectors');

const flip = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
const encode = (text: string) =>
  Buffer.from(text)
    .toString('base64')
    .replace(/[+=/]/g, (sign) => ({ '+': '-', '=': '_', '/': '~' })[sign] ?? '');

const sign = (policy: unknown) => {
  const text = JSON.stringify(policy);
  const signature = createSign('sha1').update(text).sign(keys.rsa.testOnlyPrivateKey, 'base64');
  return {
    'CloudFront-Policy': encode(text),
    'CloudFront-Signature': signature.replace(
      /[+=/]/g,
      (sign) => ({ '+': '-', '=': '_', '/': '~' })[sign] ?? '',
    ),
    'CloudFront-Key-Pair-Id': keys.rsa.keyPairId,
  };
};
const condition = { DateLessThan: { 'AWS:EpochTime': good.expires } };
const resource = good.resource;

test.each<[string, Record<string, string | undefined>, string]>([
  ['no cookies', {}, 'MissingKey'],
  ['no key pair id', { ...good.cookies, 'CloudFront-Key-Pair-Id': undefined }, 'MissingKey'],
  ['an unknown key pair id', { ...good.cookies, 'CloudFront-Key-Pair-Id': 'KOTHER' }, 'InvalidKey'],
  ['no policy', { ...good.cookies, 'CloudFront-Policy': undefined }, 'MalformedPolicy'],
  ['a policy in plain text', { ...good.cookies, 'CloudFront-Policy': '{"Statement":[]}' }, 'MalformedPolicy'],
  ['a policy that is no JSON', { ...good.cookies, 'CloudFront-Policy': encode('hello') }, 'MalformedPolicy'],
  ['no signature', { ...good.cookies, 'CloudFront-Signature': undefined }, 'MalformedSignature'],
  ['a signature in usual base64', { ...good.cookies, 'CloudFront-Signature': 'ab+/' }, 'MalformedSignature'],
  [
    'a tampered signature',
    { ...good.cookies, 'CloudFront-Signature': flip(good.cookies['CloudFront-Signature']) },
    'AccessDenied',
  ],
  [
    'a policy prolonged by its bearer',
    {
      ...good.cookies,
      'CloudFront-Policy': encode(
        JSON.stringify({
          Statement: [
            { Resource: resource, Condition: { DateLessThan: { 'AWS:EpochTime': good.expires + 1 } } },
          ],
        }),
      ),
    },
    'AccessDenied',
  ],
  ['an unknown hash', { ...good.cookies, 'CloudFront-Hash-Algorithm': 'MD5' }, 'AccessDenied'],
  [
    'two statements',
    sign({ Statement: [1, 2].map(() => ({ Resource: resource, Condition: condition })) }),
    'MalformedPolicy',
  ],
  [
    'several resources',
    sign({ Statement: [{ Resource: [resource], Condition: condition }] }),
    'MalformedPolicy',
  ],
  ['no end', sign({ Statement: [{ Resource: resource, Condition: {} }] }), 'MalformedPolicy'],
  [
    'a start in the future',
    sign({
      Statement: [
        {
          Resource: resource,
          Condition: { ...condition, DateGreaterThan: { 'AWS:EpochTime': good.expires } },
        },
      ],
    }),
    'AccessDenied',
  ],
  [
    'an address condition',
    sign({
      Statement: [
        { Resource: resource, Condition: { ...condition, IpAddress: { 'AWS:SourceIp': '1.2.3.4/32' } } },
      ],
    }),
    'NotImplemented',
  ],
])('%s is refused', (_, cookies, code) => {
  expect(verify({ url: good.url, cookie: join(cookies), nowMs: before })?.code).toBe(code);
});

test('a policy with a start behind us passes, and one without a resource opens everything', () => {
  const started = sign({
    Statement: [{ Condition: { ...condition, DateGreaterThan: { 'AWS:EpochTime': good.expires - 60 } } }],
  });
  expect(verify({ url: 'http://other.example/x', cookie: join(started), nowMs: before })).toBeNull();
});

test('of several cookies with one name the first counts', () => {
  const cookie = 'CloudFront-Policy=first; CloudFront-Policy=second; CloudFront-Signature="x=y"';
  expect(readSignedCookies(cookie)).toMatchObject({ policy: 'first', signature: '"x=y"' });
});

test.each([
  ['https://m/a/*', 'https://m/a/b/c.ts?x=1', true],
  ['https://m/a/*', 'https://m/a', false],
  ['http*://m/a/?.jpg', 'https://m/a/1.jpg', true],
  ['https://m/a/?.jpg', 'https://m/a/12.jpg', false],
  ['https://m/a.jpg', 'https://m/abjpg', false],
  ['https://m/a.jpg', 'https://m/a.jpg?x=1', false],
  ['*', 'https://m/anything', true],
])('%s against %s: %s', (pattern, url, expected) => expect(covers(pattern, url)).toBe(expected));

test("CloudFront's base64 has its own alphabet", () => {
  expect(decodeCloudFrontBase64('~-8_')).toEqual(Buffer.from([0xff, 0xef]));
  expect(decodeCloudFrontBase64('/+8=')).toBeNull();
});
