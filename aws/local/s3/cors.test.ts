import {
  GetBucketCorsCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Aws, appOrigin, buckets, startAws } from '../testing/aws.ts';

let aws: Aws;
let s3: S3Client;

beforeAll(async () => {
  aws = await startAws();
  s3 = aws.client();
});
afterAll(() => aws.close());

const preflight = (headers: Record<string, string>, bucket: string = buckets.uploads) =>
  fetch(`${aws.endpoint}/${bucket}/key?X-Amz-Credential=any`, { method: 'OPTIONS', headers });

test('a page of the app may PUT and read the ETag', async () => {
  const asked = { 'access-control-request-method': 'PUT', 'access-control-request-headers': 'content-type' };
  const allowed = await preflight({ origin: appOrigin, ...asked });
  expect(allowed.status).toBe(200);
  expect(Object.fromEntries(allowed.headers)).toMatchObject({
    'access-control-allow-origin': appOrigin,
    'access-control-allow-methods': expect.stringContaining('PUT'),
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '3600',
    vary: expect.stringContaining('Origin'),
  });
  const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket: buckets.uploads, Key: 'page' }));
  const put = await fetch(url, { method: 'PUT', headers: { origin: appOrigin }, body: '' });
  expect(put.headers.get('access-control-allow-origin')).toBe(appOrigin);
  expect(put.headers.get('access-control-expose-headers')).toBe('ETag');
});

test('a page of the app can read why it was refused', async () => {
  const url = `${aws.endpoint}/${buckets.uploads}/page`;
  const refused = await fetch(url, { method: 'PUT', headers: { origin: appOrigin }, body: 'x' });
  expect(refused.status).toBe(403);
  expect(refused.headers.get('access-control-allow-origin')).toBe(appOrigin);
});

test.each([
  ['another origin', { origin: 'https://evil.example', 'access-control-request-method': 'PUT' }, 403],
  ['another method', { origin: appOrigin, 'access-control-request-method': 'PATCH' }, 403],
  ['what only the API does', { origin: appOrigin, 'access-control-request-method': 'DELETE' }, 403],
  [
    'a header the stack does not allow',
    {
      ...{ origin: appOrigin, 'access-control-request-method': 'PUT' },
      'access-control-request-headers': 'x-amz-acl',
    },
    403,
  ],
  ['no method', { origin: appOrigin }, 400],
  ['no origin', { 'access-control-request-method': 'PUT' }, 400],
])('a preflight of %s is refused without CORS headers', async (_, headers, status) => {
  const refused = await preflight(headers as Record<string, string>);
  expect(refused.status).toBe(status);
  expect(refused.headers.get('access-control-allow-origin')).toBeNull();
});

test('a bucket without rules lets no page in', async () => {
  const headers = { origin: appOrigin, 'access-control-request-method': 'GET' };
  expect((await preflight(headers, buckets.media)).status).toBe(403);
  const none = s3.send(new GetBucketCorsCommand({ Bucket: buckets.media }));
  await expect(none).rejects.toMatchObject({ name: 'NoSuchCORSConfiguration' });
});

test('rules can be put and read back, with wildcards', async () => {
  const rule = {
    AllowedOrigins: ['https://*.example'],
    AllowedMethods: ['GET'],
    AllowedHeaders: ['x-amz-*'],
    ExposeHeaders: ['ETag', 'x-amz-meta-a'],
    MaxAgeSeconds: 5,
  };
  const CORSConfiguration = { CORSRules: [rule] };
  await s3.send(new PutBucketCorsCommand({ Bucket: buckets.media, CORSConfiguration }));
  const { CORSRules } = await s3.send(new GetBucketCorsCommand({ Bucket: buckets.media }));
  expect(CORSRules).toEqual([rule]);
  const headers = (origin: string, asked: string) => ({
    origin,
    'access-control-request-method': 'GET',
    'access-control-request-headers': asked,
  });
  const status = async (origin: string, asked: string) =>
    (await preflight(headers(origin, asked), buckets.media)).status;
  expect(await status('https://a.example', 'x-amz-date')).toBe(200);
  expect(await status('https://a.example', 'content-type')).toBe(403);
  expect(await status('http://a.example', 'x-amz-date')).toBe(403);
});
