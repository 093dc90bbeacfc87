import type { Settings } from '../env.ts';
import type { Operation } from './operation.ts';
import type { DescribedOperation, OpenapiDocument } from './types.ts';

const scopes = { 'videos/read': 'See and watch', 'videos/manage': 'Upload, edit, publish, invite' };

/** People sign in with the code flow or carry the session cookie; bots use client credentials. */
export const securityOf = ({ scope }: Operation): DescribedOperation['security'] =>
  scope ? [{ oauth2: [scope] }, { session: [] }] : [];

/** The two ways in: an access token as `Authorization: Bearer`, or the cookie that a browser's sign-in left. */
export function securitySchemes(settings: Settings): OpenapiDocument['components']['securitySchemes'] {
  const { APP_ORIGIN, LOGIN_ORIGIN } = settings;
  const tokenUrl = `${LOGIN_ORIGIN}/oauth2/token`;
  const authorizationUrl = `${LOGIN_ORIGIN}/oauth2/authorize`;
  const authorizationCode = { authorizationUrl, tokenUrl, refreshUrl: tokenUrl, scopes };
  return {
    oauth2: {
      type: 'oauth2',
      description:
        'An access token (JWT, 15 minutes) as `Authorization: Bearer`. People: authorization code with PKCE (S256), client and callbacks as `GET /api/client` tells. Bots: client credentials, authenticated by HTTP Basic.',
      flows: { authorizationCode, clientCredentials: { tokenUrl, scopes } },
    },
    session: {
      type: 'apiKey',
      in: 'cookie',
      name: APP_ORIGIN.startsWith('https:') ? '__Host-session' : 'session',
      description:
        'What signing in at `/auth/login` leaves in a browser. A change must carry the `Origin` of this service; an `Authorization` header makes the cookie ignored.',
    },
  };
}
