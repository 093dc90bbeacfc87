import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createAuthorizeEndpoint } from '../oauth/authorize.ts';
import { createLogoutEndpoint } from '../oauth/logout.ts';
import { OAuthError } from '../oauth/refusal.ts';
import { PageRefusal, RequestRefusal } from '../oauth/request.ts';
import { createRevokeEndpoint } from '../oauth/revoke.ts';
import { createTokenEndpoint } from '../oauth/token.ts';
import { createUserInfoEndpoint } from '../oauth/user-info.ts';
import type { Pool } from '../pool.ts';
import { createForgotPasswordPages } from './forgot-password.ts';
import { show } from './layout.ts';
import { errorPage, startPage } from './pages.ts';
import { createSignInPages } from './sign-in.ts';

/** The pool's domain: OAuth endpoints and sign-in pages. */
export function createLogin(pool: Pool): Hono {
  const { appOrigin } = pool.settings;
  const app = new Hono();
  app.use(bodyLimit({ maxSize: 64 * 1024 }));
  app.use('/oauth2/*', async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
  });
  app.get('/', (c) => show(c, startPage(appOrigin)));
  app.route('/', createAuthorizeEndpoint(pool));
  app.route('/', createTokenEndpoint(pool));
  app.route('/', createRevokeEndpoint(pool));
  app.route('/', createUserInfoEndpoint(pool));
  app.route('/', createLogoutEndpoint(pool));
  app.route('/', createSignInPages(pool));
  app.route('/', createForgotPasswordPages(pool));
  app.notFound((c) => show(c, errorPage('There is no such page.', appOrigin, 404)));
  app.onError((error, c) => {
    if (error instanceof OAuthError) return c.json({ error: error.code }, 400);
    if (error instanceof RequestRefusal) return c.redirect(error.location);
    if (error instanceof PageRefusal) return show(c, errorPage(error.message, appOrigin, 400));
    console.error(error);
    return show(c, errorPage('Something went wrong on our side. Try again.', appOrigin, 500));
  });
  return app;
}
