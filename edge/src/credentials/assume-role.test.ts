import { decodeJwt, decodeProtectedHeader, exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { assumeRole } from './assume-role.ts';
import { readIssuerKeys } from './issuer-keys.ts';

const nowMs = Date.parse('2026-05-06T07:08:09Z');
const issuer = 'https://app.example.com';
const roleArn = 'arn:aws:iam::111122223333:role/shark-worker';
let privateKey: string;
beforeAll(async () => {
  const pair = await generateKeyPair('ES256', { extractable: true });
  privateKey = await exportPKCS8(pair.privateKey);
});

const granted = `<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>
  <AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>a/b+c=</SecretAccessKey>
  <SessionToken>t/+=</SessionToken><Expiration>2026-05-06T08:08:09Z</Expiration>
</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`;
const refused =
  (code: string, status = 400) =>
  () =>
    new Response(
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
      { status },
    );
const grant = () => new Response(granted);
const cut = (): Response => {
  throw new TypeError('Network connection lost.');
};

function asking(answers: (() => Response)[]) {
  const forms: URLSearchParams[] = [];
  const waits: number[] = [];
  const fetch = vi.fn(async (_: string, init?: RequestInit) => {
    forms.push(new URLSearchParams(String(init?.body)));
    return answers[forms.length - 1]?.() ?? cut();
  });
  const wait = async (ms: number) => void waits.push(ms);
  const role = { roleArn, privateKey, issuer, endpoint: 'https://sts.eu-west-1.amazonaws.com' };
  const session = assumeRole(role, { clock: { now: () => nowMs }, fetch, wait });
  return { session, fetch, forms, waits };
}

test('asks for the role by a token that is good for a minute', async () => {
  const { session, fetch, forms } = asking([grant]);
  expect(await session).toEqual({
    ...{ accessKeyId: 'ASIA1', secretAccessKey: 'a/b+c=', sessionToken: 't/+=' },
    expiration: new Date('2026-05-06T08:08:09Z'),
  });
  expect(fetch.mock.calls[0]?.[0]).toBe('https://sts.eu-west-1.amazonaws.com/');
  const { WebIdentityToken: token = '', ...form } = Object.fromEntries(forms[0] ?? []);
  expect(form).toEqual({
    ...{ Action: 'AssumeRoleWithWebIdentity', Version: '2011-06-15', DurationSeconds: '3600' },
    ...{ RoleArn: roleArn, RoleSessionName: 'shark-worker' },
  });
  const { signing } = await readIssuerKeys(privateKey);
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'JWT', kid: signing.kid });
  const iat = nowMs / 1000;
  expect(decodeJwt(token)).toEqual({
    ...{ iss: issuer, sub: 'shark-worker', aud: 'sts.amazonaws.com', iat, exp: iat + 60 },
  });
});

describe('trouble', () => {
  test.each([
    ['our issuer was out of its reach', refused('IDPCommunicationError')],
    ['STS is busy', refused('Throttling')],
    ['STS is broken', refused('InternalFailure', 500)],
    ['the connection was lost', cut],
  ])('that passes (%s) is tried again twice, each time with a new token', async (_, trouble) => {
    const { session, forms, waits } = asking([trouble, trouble, grant]);
    expect((await session).accessKeyId).toBe('ASIA1');
    expect(waits).toEqual([200, 400]);
    expect(new Set(forms.map((form) => form.get('WebIdentityToken'))).size).toBe(3);
  });

  test('that does not pass is "unavailable"', async () => {
    const { session, fetch } = asking(Array(3).fill(refused('IDPCommunicationError')));
    await expect(session).rejects.toMatchObject({ code: 'unavailable' });
    expect(fetch).toHaveBeenCalledTimes(3);
  });

  test.each([
    ['an unknown issuer', refused('InvalidIdentityToken')],
    ['a role that does not trust it', refused('AccessDenied', 403)],
    ['a clock that is wrong', refused('ExpiredTokenException')],
    ['an answer of another shape', () => new Response('<html></html>')],
  ])('of its own making (%s) is not tried again', async (_, trouble) => {
    const { session, fetch } = asking([trouble]);
    const error: Error = await session.catch((caught: unknown) => caught as Error).then((e) => e as Error);
    expect(error).toMatchObject({ code: 'upstream_error' });
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(`${error.message} ${error.cause}`).not.toContain('eyJ');
  });
});

describe('the issuer’s key', () => {
  test('is taken as PEM, as a JWK or as the first of a set, under the same name', async () => {
    const key = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(key.privateKey);
    const old = await readIssuerKeys(privateKey);
    const forms = [
      await exportPKCS8(key.privateKey),
      JSON.stringify(jwk),
      JSON.stringify({ keys: [jwk, old.published[0]] }),
    ];
    const [pem, one, set] = await Promise.all(forms.map(readIssuerKeys));
    expect([one?.signing.kid, set?.signing.kid]).toEqual([pem?.signing.kid, pem?.signing.kid]);
    expect(set?.published).toEqual([pem?.published[0], old.published[0]]);
    expect(JSON.stringify(set?.published)).not.toContain('"d"');
  });

  test.each([
    ['no key', 'nonsense'],
    ['a public key', '{"kty":"EC","crv":"P-256","x":"x","y":"y"}'],
    ['a key of another curve', '{"kty":"EC","crv":"P-384","x":"x","y":"y","d":"secret"}'],
    ['broken JSON', '{"kty":"EC","d":"secret"'],
  ])('%s is refused without showing it', async (_, text) => {
    const error = await readIssuerKeys(text).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).not.toContain('secret');
  });
});
