import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { openListener } from '../../listener.ts';

/** What every issuer must tell of itself. */
export const discoveryOf = (origin: string) => ({
  issuer: origin,
  jwks_uri: `${origin}/.well-known/jwks.json`,
  response_types_supported: ['id_token'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['ES256'],
});

/** Claims in place of the usual ones; undefined leaves one out. */
export type Claims = Record<string, string | number | undefined>;

/** What an issuer on the wire answers; tests put their own in place. */
export type Answers = {
  discovery: (origin: string) => unknown;
  keys: () => unknown;
  status: number;
};

/** An OpenID issuer on the wire, with a key of its own: `sign` makes tokens that hold but for what is changed. */
export async function openIssuer(nowMs: () => number) {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'known', alg: 'ES256', use: 'sig' };
  const usual: Answers = {
    discovery: discoveryOf,
    keys: () => ({ keys: [jwk] }),
    status: 200,
  };
  const answers = { ...usual };
  const listener = await openListener('127.0.0.1', 0);
  const origin = `http://localhost:${listener.port}`;
  const send = (body: unknown) => Response.json(body, { status: answers.status });
  const app = new Hono()
    .get('/.well-known/openid-configuration', () => send(answers.discovery(origin)))
    .get('/.well-known/jwks.json', () => send(answers.keys()));
  listener.answer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));

  const sign = (
    claims: Claims = {},
    { key = privateKey as CryptoKey | Uint8Array, alg = 'ES256', kid = 'known' } = {},
  ) => {
    const now = Math.floor(nowMs() / 1000);
    const usual = { iss: origin, sub: 'shark-worker', aud: 'sts.amazonaws.com', iat: now, exp: now + 60 };
    return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg, kid }).sign(key);
  };
  return { origin, answers, sign, reset: () => Object.assign(answers, usual), close: () => listener.close() };
}

export type Issuer = Awaited<ReturnType<typeof openIssuer>>;
