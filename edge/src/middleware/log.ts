import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Membership } from '../auth/membership.ts';
import type { AppEnv } from '../context.ts';
import { causeOf } from './on-error.ts';

/**
 * One JSON line a request, with the cause of a failure, and `Server-Timing` for whoever waits. Never a query, header or body: those hold codes,
 * tokens and cookies.
 */
export function log(): MiddlewareHandler<AppEnv> {
  return createMiddleware<AppEnv>(async function log(c, next) {
    const { clock, log } = c.var.services;
    const startedMs = clock.now();
    await next();
    const durationMs = clock.now() - startedMs;
    c.res.headers.append('Server-Timing', `app;dur=${durationMs}`);
    const who: Membership | undefined = c.get('who');
    log({
      level: c.res.status >= 500 ? 'error' : 'info',
      requestId: c.var.requestId,
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      durationMs,
      ...(who ? { org: who.org, kind: who.kind, role: who.role } : {}),
      ...(c.error ? causeOf(c.error) : {}),
    });
  });
}
