import { Hono } from 'hono';
import type { Pool } from './pool.ts';

/** Keys and discovery document of the pool, for anyone. */
export function createWellKnown({ settings, keys }: Pool): Hono {
  const { issuer, loginOrigin, poolId } = settings;
  const app = new Hono().basePath(`/${poolId}/.well-known`);
  app.get('/jwks.json', (c) => c.json({ keys: [keys.id.jwk, keys.access.jwk] }));
  app.get('/openid-configuration', (c) =>
    c.json({
      authorization_endpoint: `${loginOrigin}/oauth2/authorize`,
      end_session_endpoint: `${loginOrigin}/logout`,
      id_token_signing_alg_values_supported: ['RS256'],
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      response_types_supported: ['code'],
      revocation_endpoint: `${loginOrigin}/oauth2/revoke`,
      scopes_supported: ['openid', 'email'],
      subject_types_supported: ['public'],
      token_endpoint: `${loginOrigin}/oauth2/token`,
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      userinfo_endpoint: `${loginOrigin}/oauth2/userInfo`,
    }),
  );
  return app;
}
