import { base64url, type CryptoKey, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import vectors from '../../aws/local/cloudfront/vectors.json';
import { createApp } from '../src/app.ts';
import { createTokenVerifier } from '../src/auth/verify-token.ts';
import { envSchema } from '../src/env.ts';
import { createServices, type Services } from '../src/services.ts';
import { described } from './described.ts';

/** What every test's clock says at first. */
export const nowMs = Date.parse('2026-05-06T07:08:09Z');

/** Settings of a Worker that reaches nothing: nobody listens at these addresses. */
export const settings = envSchema.parse({
  VERSION: 'test',
  APP_ORIGIN: 'http://localhost:1',
  MEDIA_ORIGIN: 'http://localhost:1',
  ORG: 'shark',
  AWS_REGION: 'eu-west-1',
  AWS_ENDPOINT_URL: 'http://localhost:1',
  AWS_ACCESS_KEY_ID: 'a',
  AWS_SECRET_ACCESS_KEY: 's',
  TABLE_NAME: 't',
  UPLOADS_BUCKET: 'u',
  MEDIA_BUCKET: 'm',
  USER_POOL_ID: 'p',
  ISSUER: 'http://localhost:1/p',
  LOGIN_ORIGIN: 'http://localhost:1',
  WEB_CLIENT_ID: 'web',
  PERSON_CLIENT_IDS: 'cli',
  BOT_CLIENTS: '{"bot":"shark"}',
  KEY_PAIR_ID: vectors.keys.ec.keyPairId,
  SIGNING_PRIVATE_KEY: vectors.keys.ec.testOnlyPrivateKey,
  SESSION_SECRET: base64url.encode(new Uint8Array(32)),
});

/** An issuer of our own: its public key is handed to the verifier in place of the JWKS on the wire. */
export async function createIssuer(issuer = settings.ISSUER) {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const sign = (
    claims: Record<string, unknown>,
    { alg = 'RS256', key = privateKey as CryptoKey | Uint8Array } = {},
  ) => new SignJWT({ ...defaults(issuer), ...claims }).setProtectedHeader({ alg }).sign(key);
  return { publicKey, publicPem: await exportSPKI(publicKey), sign };
}

export type Issuer = Awaited<ReturnType<typeof createIssuer>>;

const defaults = (issuer: string): JWTPayload => ({
  iss: issuer,
  sub: 'ada',
  username: 'ada',
  client_id: 'web',
  token_use: 'access',
  scope: 'openid videos/read videos/manage',
  iat: nowMs / 1000 - 60,
  exp: nowMs / 1000 + 840,
});

/** The whole app, trusting that issuer, with the clock stopped; what it logs is kept. */
export function appTrusting(issuer: Issuer, overrides: Partial<Services> = {}, over = settings) {
  const lines: Record<string, unknown>[] = [];
  const clock = overrides.clock ?? { now: () => nowMs };
  const base = createServices(over, { clock, log: (line) => lines.push(line), ...overrides });
  const keys = async () => issuer.publicKey;
  const { clients } = base;
  const services = {
    ...base,
    verifyToken: createTokenVerifier({ keys, issuer: over.ISSUER, clients, clock }),
  };
  const app = described(createApp(() => services));
  return { app, services, lines };
}

/** Code and status of an API answer. */
export async function refusalOf(response: Response) {
  const body = (await response.json()) as { error?: { code: string; requestId: string } };
  return { status: response.status, code: body.error?.code };
}
