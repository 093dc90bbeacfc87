import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { type Login, loginLifeMs } from '../logins.ts';
import type { Pool } from '../pool.ts';
import { methodNotAllowed } from './refusal.ts';
import { type AuthorizationRequest, RequestRefusal, readRequest, withParams } from './request.ts';

const cookieName = 'cognito';

function currentLogin(pool: Pool, c: Context): Login | null {
  const cookie = getCookie(c, cookieName);
  const login = cookie ? pool.logins.find(cookie) : null;
  const user = login && pool.users.find(login.username);
  return user?.enabled && user.status === 'CONFIRMED' ? login : null;
}

/** Remembers the person in this browser for an hour: the next sign-in asks nothing. */
export function startLogin(pool: Pool, c: Context, username: string): Login {
  const login = { username, authTime: Math.floor(pool.settings.clock.now() / 1000) };
  setCookie(c, cookieName, pool.logins.start(login), {
    httpOnly: true,
    maxAge: loginLifeMs / 1000,
    path: '/',
    sameSite: 'Lax',
    secure: pool.settings.loginOrigin.startsWith('https:'),
  });
  return login;
}

/** Forgets who is signed in with this browser. */
export function endLogin(pool: Pool, c: Context): void {
  const cookie = getCookie(c, cookieName);
  if (cookie) pool.logins.end(cookie);
  deleteCookie(c, cookieName, { path: '/' });
}

/** Back to the app with a code. */
export function redirectWithCode(
  pool: Pool,
  c: Context,
  request: AuthorizationRequest,
  login: Login,
): Response {
  const { client, redirectUri, challenge, scope, nonce, state } = request;
  const code = pool.codes.issue({ ...login, clientId: client.id, redirectUri, challenge, scope, nonce });
  return c.redirect(withParams(redirectUri, { code, ...(state && { state }) }));
}

/** `GET /oauth2/authorize`: straight back with a code for who is signed in here, to the sign-in page for others. */
export function createAuthorizeEndpoint(pool: Pool): Hono {
  const app = new Hono();
  app.get('/oauth2/authorize', (c) => {
    const request = readRequest(pool, new URL(c.req.url).search);
    const login = request.prompt === 'login' ? null : currentLogin(pool, c);
    if (login) return redirectWithCode(pool, c, request, login);
    if (request.prompt === 'none')
      throw new RequestRefusal(request.redirectUri, request.state, 'login_required');
    return c.redirect(`/login?${request.query}`);
  });
  app.all('/oauth2/authorize', methodNotAllowed('GET'));
  return app;
}
