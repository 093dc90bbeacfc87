import { Hono } from 'hono';
import type { Pool } from '../pool.ts';
import { endLogin } from './authorize.ts';
import { PageRefusal, readRequest } from './request.ts';

/**
 * `GET /logout`: ends the browser's sign-in and goes to `logout_uri`, or, with the parameters of an authorization
 * request, to the sign-in page (docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html).
 */
export function createLogoutEndpoint(pool: Pool): Hono {
  const app = new Hono();
  app.get('/logout', (c) => {
    const { search, searchParams } = new URL(c.req.url);
    const target = searchParams.get('logout_uri');
    const client = pool.client(searchParams.get('client_id') ?? '');
    if (target === null && searchParams.has('redirect_uri')) {
      const { query } = readRequest(pool, search);
      endLogin(pool, c);
      return c.redirect(`/login?${query}`);
    }
    if (!client || target === null || !client.logoutUris.includes(target))
      throw new PageRefusal('The app asked to go on to an address that is not registered for signing out.');
    endLogin(pool, c);
    return c.redirect(target);
  });
  return app;
}
