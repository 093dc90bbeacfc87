import { Hono } from 'hono';
import type { Pool } from '../pool.ts';
import { authenticateClient, formOf } from './client.ts';
import { methodNotAllowed, OAuthError } from './refusal.ts';

/**
 * Ends a sign-in by its refresh token, and with it every token that came from it. A token unknown or already revoked
 * is no error (RFC 7009 section 2.2). Throws OAuthError for a JWT or another client's token.
 */
export function revokeRefreshToken(pool: Pool, clientId: string, token: string): void {
  if (token.split('.').length === 3) throw new OAuthError('unsupported_token_type');
  const grant = pool.grants.byRefreshToken(token);
  if (grant && grant.clientId !== clientId) throw new OAuthError('unauthorized_client');
  if (grant) pool.grants.revoke(grant.id);
}

/** `POST /oauth2/revoke` (docs.aws.amazon.com/cognito/latest/developerguide/revocation-endpoint.html). */
export function createRevokeEndpoint(pool: Pool): Hono {
  const app = new Hono();
  app.post('/oauth2/revoke', async (c) => {
    const form = await formOf(c);
    const client = authenticateClient(pool, c, form);
    const token = form.get('token');
    if (!token) throw new OAuthError('invalid_request');
    revokeRefreshToken(pool, client.id, token);
    return c.body(null, 200);
  });
  app.all('/oauth2/revoke', methodNotAllowed('POST'));
  return app;
}
