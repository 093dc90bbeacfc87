import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import type { Grant } from '../grants.ts';
import type { Pool } from '../pool.ts';
import { sameText } from '../secret-text.ts';
import type { Client } from '../settings.ts';
import { authenticateClient, formOf } from './client.ts';
import { methodNotAllowed, OAuthError } from './refusal.ts';

type Form = Map<string, string>;

function field(form: Form, name: string): string {
  const value = form.get(name);
  if (!value) throw new OAuthError('invalid_request');
  return value;
}

async function answerFor(pool: Pool, client: Client, grant: Grant, refreshToken: string | null) {
  const user = pool.users.find(grant.username);
  if (!user?.enabled) throw new OAuthError('invalid_grant');
  const { access, id, expiresIn } = await pool.tokens.forPerson(grant, user, client);
  return {
    ...(grant.scope.split(' ').includes('openid') && { id_token: id }),
    access_token: access,
    ...(refreshToken !== null && { refresh_token: refreshToken }),
    expires_in: expiresIn,
    token_type: 'Bearer',
  };
}

// RFC 7636 section 4.6, S256.
const verifies = (verifier: string, challenge: string) =>
  /^[A-Za-z0-9._~-]{43,128}$/.test(verifier) &&
  sameText(createHash('sha256').update(verifier).digest('base64url'), challenge);

/** A code counts once; offered again it takes down what it was exchanged for (RFC 6749 section 4.1.2). */
async function exchangeCode(pool: Pool, client: Client, form: Form) {
  const text = field(form, 'code');
  const code = pool.codes.find(text);
  if (code?.grantId) pool.grants.revoke(code.grantId);
  if (!code || code.grantId || code.expiresAt <= pool.settings.clock.now())
    throw new OAuthError('invalid_grant');
  if (code.clientId !== client.id || code.redirectUri !== field(form, 'redirect_uri'))
    throw new OAuthError('invalid_grant');
  if (!verifies(field(form, 'code_verifier'), code.challenge)) throw new OAuthError('invalid_grant');
  const { username, scope, nonce, authTime } = code;
  const grant = pool.grants.start({ username, clientId: client.id, scope, nonce, authTime });
  if (!pool.codes.use(text, grant.id)) throw new OAuthError('invalid_grant');
  return answerFor(pool, client, grant, pool.grants.refreshToken(grant));
}

/** With rotation each use brings a new refresh token; the used one lives on for the grace. */
async function refresh(pool: Pool, client: Client, form: Form) {
  const token = field(form, 'refresh_token');
  const grant = pool.grants.byRefreshToken(token);
  if (!grant || grant.clientId !== client.id) throw new OAuthError('invalid_grant');
  if (!pool.users.find(grant.username)?.enabled) throw new OAuthError('invalid_grant');
  if (!client.refreshRotation) return answerFor(pool, client, grant, null);
  pool.grants.rotate(token);
  return answerFor(pool, client, grant, pool.grants.refreshToken(grant));
}

async function clientCredentials(pool: Pool, client: Client, form: Form) {
  if (!client.secret || !client.flows.includes('client_credentials'))
    throw new OAuthError('unauthorized_client');
  const asked = form.get('scope')?.split(' ').filter(Boolean) ?? [];
  const scopes = asked.length > 0 ? asked : client.scopes;
  if (scopes.some((scope) => !client.scopes.includes(scope) || scope === 'openid' || scope === 'email'))
    throw new OAuthError('invalid_scope');
  const { access, expiresIn } = await pool.tokens.forClient(client, scopes.join(' '));
  return { access_token: access, expires_in: expiresIn, token_type: 'Bearer' };
}

const grantTypes: Record<string, typeof refresh> = {
  authorization_code: exchangeCode,
  refresh_token: refresh,
  client_credentials: clientCredentials,
};

/** `POST /oauth2/token` (docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html). */
export function createTokenEndpoint(pool: Pool): Hono {
  const app = new Hono();
  app.post('/oauth2/token', async (c) => {
    const form = await formOf(c);
    const client = authenticateClient(pool, c, form);
    const type = field(form, 'grant_type');
    const exchange = Object.hasOwn(grantTypes, type) ? grantTypes[type] : undefined;
    if (!exchange) throw new OAuthError('unsupported_grant_type');
    return c.json(await exchange(pool, client, form));
  });
  app.all('/oauth2/token', methodNotAllowed('POST'));
  return app;
}
