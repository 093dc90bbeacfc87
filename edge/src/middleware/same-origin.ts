import type { Context, MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { AppError } from '../../../shared/errors.ts';
import type { AppEnv } from '../context.ts';

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Cross-site request forgery: browsers send `Origin` with everything but GET and HEAD, so a change borne by a cookie
 * must name our own exactly (cheatsheetseries.owasp.org, "Verifying origin with standard headers").
 */
export function assertSameOrigin(c: Context<AppEnv>): void {
  if (safeMethods.includes(c.req.method)) return;
  if (c.req.header('Origin') !== c.var.services.settings.APP_ORIGIN)
    throw new AppError('forbidden', 'The request does not come from this site.');
}

/** `assertSameOrigin` for routes whose cookies are not read by `requireScope`. */
export function sameOrigin(): MiddlewareHandler<AppEnv> {
  return createMiddleware<AppEnv>(async function sameOrigin(c, next) {
    assertSameOrigin(c);
    await next();
  });
}
