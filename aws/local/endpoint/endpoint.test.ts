import { createHash } from 'node:crypto';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Aws, buckets, credentials, region, startAws } from '../testing/aws.ts';
import { type Signing, signed, signedControl } from '../testing/sign.ts';

const Bucket = buckets.uploads;
let aws: Aws;

beforeAll(async () => {
  aws = await startAws();
});
afterEach(() => {
  aws.clock.offsetMs = 0;
});
afterAll(() => aws.close());

const minutes = (n: number) => n * 60_000;
const wrong = { ...credentials, secretAccessKey: 'wrong' };
const unknown = { ...credentials, accessKeyId: 'AKIDUNKNOWN' };
const temporary = { ...credentials, sessionToken: 'token' };
const codeIn = async (answer: Response) => /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1];

describe('S3', () => {
  test.each<[string, Partial<Signing>, number, string]>([
    ['no signature', { credentials: null }, 403, 'AccessDenied'],
    ['another secret', { credentials: wrong }, 403, 'SignatureDoesNotMatch'],
    ['an unknown key', { credentials: unknown }, 403, 'InvalidAccessKeyId'],
    ['a session token', { credentials: temporary }, 400, 'InvalidToken'],
    ['a time 16 minutes ago', { at: -minutes(16) }, 403, 'RequestTimeTooSkewed'],
    ['a time 16 minutes ahead', { at: minutes(16) }, 403, 'RequestTimeTooSkewed'],
    ['another region', { region: 'us-east-1' }, 400, 'AuthorizationHeaderMalformed'],
    ['a changed path', { tamper: { path: `/${Bucket}/other` } }, 403, 'SignatureDoesNotMatch'],
    ['a changed query', { tamper: { path: `/${Bucket}/key?acl` } }, 403, 'SignatureDoesNotMatch'],
    ['a changed method', { tamper: { method: 'DELETE' } }, 403, 'SignatureDoesNotMatch'],
    ['an added x-amz header', { tamper: { headers: { 'x-amz-meta-a': '1' } } }, 403, 'AccessDenied'],
    ['another body', { tamper: { body: 'other' } }, 400, 'XAmzContentSHA256Mismatch'],
    [
      'nonsense for authorization',
      { tamper: { headers: { authorization: 'AWS4-HMAC-SHA256 x' } } },
      400,
      'AuthorizationHeaderMalformed',
    ],
    ['nonsense for a hash', { headers: { 'x-amz-content-sha256': 'nonsense' } }, 400, 'InvalidRequest'],
  ])('refuses %s', async (_, how, status, code) => {
    const request = { service: 's3', method: 'PUT', path: `/${Bucket}/key`, body: 'shark' };
    const answer = await signed(aws.endpoint, { ...request, ...how });
    expect([answer.status, await codeIn(answer)]).toEqual([status, code]);
    expect(answer.headers.get('x-amz-request-id')).toBeTruthy();
    expect(await aws.store.head(Bucket, 'key')).toBeNull();
  });

  test('tells whoever signed for another region which it is, also without a body', async () => {
    const request = { service: 's3', method: 'HEAD', path: `/${Bucket}/key`, region: 'us-east-1' };
    const answer = await signed(aws.endpoint, request);
    expect([answer.status, answer.headers.get('x-amz-bucket-region')]).toEqual([400, region]);
  });

  test.each([
    ['acl', 'GET'],
    ['tagging', 'PUT'],
    ['versioning', 'GET'],
    ['policy', 'GET'],
    ['lifecycle', 'PUT'],
    ['versionId=1', 'GET'],
    ['somethingNew', 'GET'],
  ])('does not do ?%s: 501', async (query, method) => {
    for (const path of [`/${Bucket}?${query}`, `/${Bucket}/key?${query}`]) {
      const answer = await signed(aws.endpoint, { service: 's3', method, path });
      expect([answer.status, await codeIn(answer)]).toEqual([501, 'NotImplemented']);
    }
  });

  test.each([
    ['x-amz-acl', 'public-read'],
    ['x-amz-server-side-encryption', 'aws:kms'],
    ['x-amz-tagging', 'a=b'],
    ['x-amz-storage-class', 'GLACIER'],
    ['x-amz-object-lock-mode', 'COMPLIANCE'],
  ])('does not do %s: 501, and keeps nothing', async (name, value) => {
    const request = { method: 'PUT', path: `/${Bucket}/key`, body: 'x', headers: { [name]: value } };
    const answer = await signed(aws.endpoint, { service: 's3', ...request });
    expect([answer.status, await codeIn(answer)]).toEqual([501, 'NotImplemented']);
    expect(await aws.store.head(Bucket, 'key')).toBeNull();
  });

  test('refuses HEAD without a body', async () => {
    const answer = await fetch(`${aws.endpoint}/${Bucket}/key`, { method: 'HEAD' });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toBe('');
  });

  test('refuses a large body before it is read, and the client sees why', async () => {
    const body = Buffer.alloc(20_000_000);
    const answer = await fetch(`${aws.endpoint}/${Bucket}/key`, { method: 'PUT', body });
    expect([answer.status, await codeIn(answer)]).toEqual([403, 'AccessDenied']);
  });
});

describe('a presigned URL', () => {
  const put = (config = {}) =>
    getSignedUrl(aws.client(config), new PutObjectCommand({ Bucket, Key: 'presigned ä' }), { expiresIn: 60 });

  test('with checksums only where required takes any body', async () => {
    const url = await put({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    const answer = await fetch(url, { method: 'PUT', body: 'any' });
    expect([answer.status, answer.headers.get('etag')]).toEqual([
      200,
      `"${createHash('md5').update('any').digest('hex')}"`,
    ]);
  });

  test('with the SDK’s defaults takes only the body of its baked-in CRC32', async () => {
    const url = await put();
    expect(new URL(url).searchParams.get('x-amz-checksum-crc32')).toBe('AAAAAA==');
    expect(await codeIn(await fetch(url, { method: 'PUT', body: 'any' }))).toBe('BadDigest');
    expect((await fetch(url, { method: 'PUT', body: '' })).status).toBe(200);
  });

  test('carries metadata and the like in its query', async () => {
    const command = new PutObjectCommand({ Bucket, Key: 'hoisted', Metadata: { org: 'shark' } });
    const url = await getSignedUrl(aws.client({ requestChecksumCalculation: 'WHEN_REQUIRED' }), command);
    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(200);
    expect((await aws.store.head(Bucket, 'hoisted'))?.metadata).toEqual({ org: 'shark' });
  });

  test('of a part needs its upload', async () => {
    const command = new UploadPartCommand({ Bucket, Key: 'x', UploadId: 'none', PartNumber: 1 });
    const url = await getSignedUrl(aws.client({ requestChecksumCalculation: 'WHEN_REQUIRED' }), command);
    expect(await codeIn(await fetch(url, { method: 'PUT', body: 'x' }))).toBe('NoSuchUpload');
  });

  test('reads, also a part', async () => {
    await aws.client().send(new PutObjectCommand({ Bucket, Key: 'read', Body: '0123' }));
    const url = await getSignedUrl(aws.client(), new GetObjectCommand({ Bucket, Key: 'read' }));
    const answer = await fetch(url, { headers: { range: 'bytes=1-2' } });
    expect([answer.status, await answer.text()]).toEqual([206, '12']);
  });

  test.each<[string, (url: URL) => void, number, string]>([
    ['past its time', () => (aws.clock.offsetMs = minutes(1)), 403, 'AccessDenied'],
    ['from the future', () => (aws.clock.offsetMs = -minutes(16)), 403, 'AccessDenied'],
    ['for another key', (url) => (url.pathname = `/${Bucket}/other`), 403, 'SignatureDoesNotMatch'],
    [
      'that lives longer than signed',
      (url) => url.searchParams.set('X-Amz-Expires', '61'),
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'that lives too long',
      (url) => url.searchParams.set('X-Amz-Expires', '604801'),
      400,
      'AuthorizationHeaderMalformed',
    ],
    [
      'without a signature',
      (url) => url.searchParams.delete('X-Amz-Signature'),
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'of an unknown key',
      (url) => url.searchParams.set('X-Amz-Credential', `other/20260101/${region}/s3/aws4_request`),
      403,
      'InvalidAccessKeyId',
    ],
  ])('%s is refused', async (_, change, status, code) => {
    const url = new URL(await put({ requestChecksumCalculation: 'WHEN_REQUIRED' }));
    change(url);
    const answer = await fetch(url, { method: 'PUT', body: 'x' });
    expect([answer.status, await codeIn(answer)]).toEqual([status, code]);
  });

  test('for PUT is not one for GET, and takes no copy source', async () => {
    const url = await put({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    expect(await codeIn(await fetch(url))).toBe('SignatureDoesNotMatch');
    const headers = { 'x-amz-copy-source': `${Bucket}/read` };
    expect(await codeIn(await fetch(url, { method: 'PUT', headers }))).toBe('AccessDenied');
  });
});

describe('DynamoDB', () => {
  const request = {
    service: 'dynamodb',
    method: 'POST',
    path: '/',
    headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables', 'content-type': 'application/x-amz-json-1.0' },
    body: '{}',
  };

  test('answers a signed call', async () => {
    const answer = await signed(aws.endpoint, request);
    expect([answer.status, await answer.json()]).toEqual([200, { TableNames: [] }]);
  });

  test.each<[string, Partial<Signing>, string]>([
    ['no signature', { credentials: null }, 'MissingAuthenticationTokenException'],
    ['another secret', { credentials: wrong }, 'InvalidSignatureException'],
    ['an unknown key', { credentials: unknown }, 'UnrecognizedClientException'],
    ['a session token', { credentials: temporary }, 'UnrecognizedClientException'],
    ['a time 16 minutes ago', { at: -minutes(16) }, 'InvalidSignatureException'],
    ['another region', { region: 'us-east-1' }, 'InvalidSignatureException'],
    ['another body', { tamper: { body: '{"Limit":1}' } }, 'InvalidSignatureException'],
    [
      'another operation',
      { tamper: { headers: { 'x-amz-target': 'DynamoDB_20120810.DeleteTable' } } },
      'InvalidSignatureException',
    ],
  ])('refuses %s', async (_, how, type) => {
    const answer = await signed(aws.endpoint, { ...request, ...how });
    expect([answer.status, await answer.json()]).toMatchObject([400, { __type: type }]);
  });
});

describe('the rest', () => {
  const target = (name: string) => ({ 'x-amz-target': name, 'content-type': 'application/x-amz-json-1.1' });
  const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  const cognito = 'AWSCognitoIdentityProviderService';
  const unsigned = (headers: Record<string, string>, body: string) =>
    signed(aws.endpoint, { service: 's3', credentials: null, method: 'POST', path: '/', headers, body });

  test.each<[string, Record<string, string>, string, number, string]>([
    [
      'a sign-in goes to Cognito unsigned',
      target(`${cognito}.InitiateAuth`),
      '{}',
      501,
      'NotImplementedException',
    ],
    [
      'an administrator’s call does not',
      target(`${cognito}.AdminGetUser`),
      '{}',
      400,
      'MissingAuthenticationTokenException',
    ],
    ['a web identity goes to STS unsigned', form, 'Action=Any', 501, 'NotImplementedException'],
    ['nor does an event', target('AWSEvents.PutEvents'), '{}', 400, 'MissingAuthenticationTokenException'],
  ])('%s', async (_, headers, body, status, type) => {
    const answer = await unsigned(headers, body);
    expect([answer.status, await answer.json()]).toMatchObject([status, { __type: type }]);
  });

  test('a signature of version 2 is told which one to use', async () => {
    const query = 'AWSAccessKeyId=AKIDEXAMPLE&Signature=x&Expires=1';
    const answer = await fetch(`${aws.endpoint}/${Bucket}/key?${query}`);
    const text = await answer.text();
    expect([answer.status, text]).toEqual([400, expect.stringContaining('Please use AWS4-HMAC-SHA256')]);
  });

  test('a service that is not here is 501', async () => {
    const answer = await signed(aws.endpoint, {
      service: 'lambda',
      method: 'GET',
      path: '/2015-03-31/functions',
    });
    expect(answer.status).toBe(501);
  });

  test('a path that only looks like a pool’s is S3’s when it is signed', async () => {
    const answer = await signed(aws.endpoint, {
      service: 's3',
      method: 'GET',
      path: '/bucket/.well-known/x',
    });
    expect(await codeIn(answer)).toBe('NoSuchBucket');
  });
});

describe('a moved clock', () => {
  test('is followed by the SDKs, from the Date of the refusal', async () => {
    await aws.client().send(new PutObjectCommand({ Bucket, Key: 'clock', Body: 'x' }));
    aws.clock.offsetMs = minutes(60 * 24);
    const s3 = aws.client({ maxAttempts: 2 });
    await s3.send(new GetObjectCommand({ Bucket, Key: 'clock' }));
    const config = { endpoint: aws.endpoint, region, credentials, maxAttempts: 2 };
    await new DynamoDBClient(config).send(new ListTablesCommand({}));
    const later = await s3.send(new PutObjectCommand({ Bucket, Key: 'later', Body: 'x' }));
    expect(later.ETag).toBeDefined();
    const { LastModified } = await s3.send(new HeadObjectCommand({ Bucket, Key: 'later' }));
    expect(Number(LastModified) - Date.now()).toBeGreaterThan(minutes(60 * 23));
  });

  test('can be moved back by a machine that kept its own', async () => {
    await signedControl(aws.endpoint, 'PUT', 'clock', { offsetMs: minutes(60 * 24) });
    expect(aws.clock.offsetMs).toBe(minutes(60 * 24));
    await signedControl(aws.endpoint, 'PUT', 'clock', { offsetMs: 0 });
    expect(aws.clock.offsetMs).toBe(0);
  });
});

describe('the controls', () => {
  test('set faults whole, with defaults for what is left out', async () => {
    const answer = await signedControl(aws.endpoint, 'PUT', 'faults', { s3: { down: true } });
    expect(await answer.json()).toEqual({
      mediaconvert: { duplicate: 0, delayMs: 0, shuffle: false, drop: [] },
      dynamodb: { throttle: 0, delayMs: 0, down: false },
      s3: { down: true, dropEvents: 0 },
    });
    expect(aws.faults.current.s3.down).toBe(true);
    await signedControl(aws.endpoint, 'PUT', 'faults', {});
    expect(aws.faults.current.s3.down).toBe(false);
  });

  test.each([
    ['faults', { s3: { up: true } }],
    ['faults', { dynamodb: { throttle: 2 } }],
    ['clock', { offsetMs: 'soon' }],
    ['clock', {}],
  ])('refuse %s %j', async (control, body) => {
    expect((await signedControl(aws.endpoint, 'PUT', control, body)).status).toBe(400);
  });

  test('tell deliveries, and need a signature', async () => {
    const answer = await signedControl(aws.endpoint, 'GET', 'deliveries');
    expect(await answer.json()).toEqual({ deliveries: [] });
    expect((await fetch(`${aws.endpoint}/_local/faults`)).status).toBe(403);
  });
});
