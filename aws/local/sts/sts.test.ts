import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { generateKeyPair } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { accessKey, bucket, type Endpoint, openEndpoint, region } from './testing/endpoint.ts';
import { type Claims, discoveryOf, type Issuer, openIssuer } from './testing/issuer.ts';

let issuer: Issuer;
let aws: Endpoint;
beforeAll(async () => {
  issuer = await openIssuer(() => Date.now());
  aws = await openEndpoint(issuer.origin);
});
afterEach(() => {
  issuer.reset();
  aws.clock.offsetMs = 0;
});
afterAll(async () => {
  await aws.close();
  await issuer.close();
});

type Keys = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
const configWith = (credentials: Keys = accessKey) => ({
  ...{ endpoint: aws.endpoint, region, credentials, maxAttempts: 1 },
});
const sts = (credentials?: Keys) => new STSClient(configWith(credentials));
const s3 = (credentials?: Keys) => new S3Client({ ...configWith(credentials), forcePathStyle: true });

async function assume(token: string, over: Partial<AssumeRoleWithWebIdentityCommandInput> = {}) {
  const input = { RoleArn: aws.role.arn, RoleSessionName: 'test', WebIdentityToken: token, ...over };
  return sts().send(new AssumeRoleWithWebIdentityCommand(input));
}

async function session(): Promise<Required<Keys>> {
  const { Credentials: given } = await assume(await issuer.sign());
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = given ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

/** Name and status of a refusal. */
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'no refusal',
    ({ name, $metadata }: Error & { $metadata?: { httpStatusCode: number } }) => [
      $metadata?.httpStatusCode,
      name,
    ],
  );

test('gives a session for a token that holds', async () => {
  const { Credentials, $metadata, ...rest } = await assume(await issuer.sign(), { DurationSeconds: 900 });
  expect(rest).toEqual({
    SubjectFromWebIdentityToken: 'shark-worker',
    Audience: 'sts.amazonaws.com',
    Provider: `arn:aws:iam::111122223333:oidc-provider/${new URL(issuer.origin).host}`,
    AssumedRoleUser: {
      AssumedRoleId: `${aws.role.id}:test`,
      Arn: 'arn:aws:sts::111122223333:assumed-role/shark-worker/test',
    },
  });
  expect(Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
  const lifeMs = Number(Credentials?.Expiration) - Date.now();
  expect(lifeMs).toBeGreaterThan(890_000);
  expect(lifeMs).toBeLessThanOrEqual(900_000);
});

const nowSeconds = () => Math.floor(Date.now() / 1000);

describe('refuses a token', () => {
  test.each<[string, () => Claims, string]>([
    ['of another issuer', () => ({ iss: 'https://other.example' }), '400 InvalidIdentityTokenException'],
    ['without an issuer', () => ({ iss: undefined }), '400 InvalidIdentityTokenException'],
    ['for another audience', () => ({ aud: 'other' }), '400 InvalidIdentityTokenException'],
    ['for no audience', () => ({ aud: undefined }), '400 InvalidIdentityTokenException'],
    ['of another subject', () => ({ sub: 'other' }), '403 AccessDenied'],
    ['without a subject', () => ({ sub: undefined }), '400 InvalidIdentityTokenException'],
    ['whose time is over', () => ({ exp: nowSeconds() - 1 }), '400 ExpiredTokenException'],
    ['without an end', () => ({ exp: undefined }), '400 InvalidIdentityTokenException'],
    ['without a beginning', () => ({ iat: undefined }), '400 InvalidIdentityTokenException'],
    ['that is not good yet', () => ({ nbf: nowSeconds() + 60 }), '400 InvalidIdentityTokenException'],
  ])('%s', async (_, claims, expected) => {
    const token = await issuer.sign(claims());
    expect(String(await refusal(assume(token)))).toBe(expected.replace(' ', ','));
  });

  test('signed by a key that the issuer does not publish', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    for (const kid of ['known', 'other'])
      expect(await refusal(assume(await issuer.sign({}, { key: privateKey, kid })))).toEqual([
        400,
        'InvalidIdentityTokenException',
      ]);
  });

  test('signed with a shared secret, or changed after signing', async () => {
    const shared = await issuer.sign({}, { alg: 'HS256', key: new Uint8Array(32) });
    const [header, , signature] = (await issuer.sign()).split('.');
    const claims = Buffer.from(JSON.stringify({ iss: issuer.origin, aud: 'sts.amazonaws.com' }));
    const changed = `${header}.${claims.toString('base64url')}.${signature}`;
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${changed.split('.')[1]}.`;
    for (const token of [shared, changed, unsigned, 'not a token'])
      expect(await refusal(assume(token))).toEqual([400, 'InvalidIdentityTokenException']);
  });

  test.each<[string, Partial<Issuer['answers']>, string]>([
    ['is down', { status: 503 }, 'IDPCommunicationErrorException'],
    ['has no documents', { status: 404 }, 'InvalidIdentityTokenException'],
    ['publishes no keys', { keys: () => ({ keys: [] }) }, 'InvalidIdentityTokenException'],
    [
      'publishes keys without a name',
      { keys: () => ({ keys: [{ kty: 'EC' }] }) },
      'InvalidIdentityTokenException',
    ],
    ['says nothing of use', { discovery: () => ({}) }, 'InvalidIdentityTokenException'],
    [
      'goes by another name',
      {
        discovery: () => discoveryOf('https://other.example'),
      },
      'InvalidIdentityTokenException',
    ],
  ])('whose issuer %s', async (_, answers, name) => {
    Object.assign(issuer.answers, answers);
    expect(await refusal(assume(await issuer.sign()))).toEqual([400, name]);
  });

  test('whose issuer is gone', async () => {
    const gone = await openIssuer(() => Date.now());
    const elsewhere = await openEndpoint(gone.origin);
    await gone.close();
    const client = new STSClient({ ...configWith(), endpoint: elsewhere.endpoint });
    const input = {
      RoleArn: elsewhere.role.arn,
      RoleSessionName: 'test',
      WebIdentityToken: await gone.sign(),
    };
    const call = client.send(new AssumeRoleWithWebIdentityCommand(input));
    expect(await refusal(call)).toEqual([400, 'IDPCommunicationErrorException']);
    await elsewhere.close();
  });
});

test.each<[string, Partial<AssumeRoleWithWebIdentityCommandInput>, number, string]>([
  ['another role', { RoleArn: 'arn:aws:iam::111122223333:role/other' }, 403, 'AccessDenied'],
  ['no role', { RoleArn: '' }, 400, 'ValidationError'],
  ['a session name with blanks', { RoleSessionName: 'a b' }, 400, 'ValidationError'],
  ['a session that is too short', { DurationSeconds: 60 }, 400, 'ValidationError'],
  ['a session longer than the role allows', { DurationSeconds: 7200 }, 400, 'ValidationError'],
  ['a session policy', { Policy: '{}' }, 501, 'NotImplemented'],
])('refuses %s', async (_, over, status, name) => {
  expect(await refusal(assume(await issuer.sign(), over))).toEqual([status, name]);
});

describe('a session', () => {
  test('signs: the caller is the role, and S3 takes its key', async () => {
    const keys = await session();
    const caller = await sts(keys).send(new GetCallerIdentityCommand({}));
    expect(caller).toMatchObject({
      Account: '111122223333',
      Arn: 'arn:aws:sts::111122223333:assumed-role/shark-worker/test',
      UserId: `${aws.role.id}:test`,
    });
    await s3(keys).send(new PutObjectCommand({ Bucket: bucket, Key: 'a', Body: 'shark' }));
    const { Body } = await s3(keys).send(new GetObjectCommand({ Bucket: bucket, Key: 'a' }));
    expect(await Body?.transformToString()).toBe('shark');
  });

  test.each<[string, (keys: Required<Keys>) => Keys, string, string]>([
    ['without its token', ({ sessionToken: _, ...keys }) => keys, 'InvalidToken', 'InvalidClientTokenId'],
    [
      'with another token',
      (keys) => ({ ...keys, sessionToken: 'x' }),
      'InvalidToken',
      'InvalidClientTokenId',
    ],
    [
      'with another secret',
      (keys) => ({ ...keys, secretAccessKey: 'x' }),
      'SignatureDoesNotMatch',
      'SignatureDoesNotMatch',
    ],
    [
      'whose token is used with the lasting key',
      ({ sessionToken }) => ({ ...accessKey, sessionToken }),
      'InvalidToken',
      'InvalidClientTokenId',
    ],
  ])('is refused %s', async (_, change, byS3, bySts) => {
    const keys = change(await session());
    const put = s3(keys).send(new PutObjectCommand({ Bucket: bucket, Key: 'b', Body: 'x' }));
    expect((await refusal(put))[1]).toBe(byS3);
    expect((await refusal(sts(keys).send(new GetCallerIdentityCommand({}))))[1]).toBe(bySts);
  });

  test('ends, and every URL that it signed with it', async () => {
    const keys = await session();
    const client = s3(keys);
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'c', Body: 'x' }));
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: 'c' }), {
      expiresIn: 7200,
    });
    expect((await fetch(url)).status).toBe(200);
    aws.clock.offsetMs = 3_601_000;
    const late = await fetch(url);
    expect([late.status, /<Code>(\w+)/.exec(await late.text())?.[1]]).toEqual([400, 'ExpiredToken']);
    const call = s3(keys).send(new HeadObjectCommand({ Bucket: bucket, Key: 'c' }));
    expect((await refusal(call))[0]).toBe(400);
  });
});

test('the lasting key is a user of the account', async () => {
  const { Arn } = await sts().send(new GetCallerIdentityCommand({}));
  expect(Arn).toBe('arn:aws:iam::111122223333:user/shark');
});

test('asks for a signature where STS does, and says what it does not do', async () => {
  const post = (Action: string) =>
    fetch(aws.endpoint, { method: 'POST', body: new URLSearchParams({ Action, Version: '2011-06-15' }) });
  const unsigned = await post('GetCallerIdentity');
  expect([unsigned.status, await unsigned.text()]).toEqual([
    403,
    expect.stringContaining('<Code>MissingAuthenticationToken</Code>'),
  ]);
  const command = new AssumeRoleCommand({ RoleArn: aws.role.arn, RoleSessionName: 'test' });
  expect(await refusal(sts().send(command))).toEqual([501, 'NotImplemented']);
});
