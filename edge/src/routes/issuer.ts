import { type Context, Hono } from 'hono';
import * as z from 'zod';
import type { AppEnv } from '../context.ts';
import { readIssuerKeys } from '../credentials/issuer-keys.ts';

/** All that the issuer needs: it answers before the rest of the settings exist, because IAM asks for it first. */
const settingsSchema = z.object({ APP_ORIGIN: z.url(), ISSUER_PRIVATE_KEY: z.string().min(1) });

/** An hour: a new key is published that long before it signs. */
const headers = { 'Cache-Control': 'public, max-age=3600', 'X-Content-Type-Options': 'nosniff' };

type Issuer = { origin: string; privateKey: string };

/** Answers what `document` makes of the issuer; 404 for a Worker that has no key to sign with. */
const answering = (document: (issuer: Issuer) => object | Promise<object>) => async (c: Context<AppEnv>) => {
  const read = settingsSchema.safeParse(c.env);
  if (!read.success)
    return c.json({ error: { code: 'not_found', message: 'This is no issuer.' } }, 404, {
      'Cache-Control': 'no-store',
    });
  const { APP_ORIGIN: origin, ISSUER_PRIVATE_KEY: privateKey } = read.data;
  return c.json(await document({ origin, privateKey }), 200, headers);
};

/**
 * `/.well-known/*`: the Worker as an OpenID issuer of its own identity, for IAM and nobody else: discovery document
 * (OpenID Connect Discovery 1.0, section 3) and public keys. Nobody signs in here.
 */
export const issuer = new Hono<AppEnv>()
  .get(
    '/openid-configuration',
    answering(({ origin }) => ({
      issuer: origin,
      jwks_uri: `${origin}/.well-known/jwks.json`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      claims_supported: ['iss', 'sub', 'aud', 'iat', 'exp'],
    })),
  )
  .get(
    '/jwks.json',
    answering(async ({ privateKey }) => ({ keys: (await readIssuerKeys(privateKey)).published })),
  );
