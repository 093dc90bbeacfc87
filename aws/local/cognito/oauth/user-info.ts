import { type Context, Hono } from 'hono';
import type { Pool } from '../pool.ts';
import { methodNotAllowed } from './refusal.ts';

const ended = 'Access token is expired, disabled, or deleted, or the user has globally signed out.';
const malformed = 'Bad OAuth2 request at UserInfo Endpoint';

function refuse(c: Context, status: 400 | 401, error: string, description: string) {
  return c.json({ error, error_description: description }, status, {
    'WWW-Authenticate': `error="${error}", error_description="${description}"`,
  });
}

/** `GET /oauth2/userInfo`: the person behind an access token with scope `openid`. */
export function createUserInfoEndpoint(pool: Pool): Hono {
  const app = new Hono();
  app.on(['GET', 'POST'], '/oauth2/userInfo', async (c) => {
    const token = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (!token) return refuse(c, 400, 'invalid_request', malformed);
    const bearer = await pool.tokens.verify(token);
    if (!bearer?.scopes.includes('openid')) return refuse(c, 401, 'invalid_token', ended);
    const { username, email, emailVerified } = bearer.user;
    // Cognito gives this flag as a string here and as a boolean in the id token.
    return c.json({ sub: username, email_verified: String(emailVerified), email, username });
  });
  app.all('/oauth2/userInfo', methodNotAllowed('GET, POST'));
  return app;
}
