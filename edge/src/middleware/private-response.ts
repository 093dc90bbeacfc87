import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../context.ts';

/** Answers depend on who asks: no shared cache may keep them, and a browser asks again with the ETag. */
export function privateResponse(): MiddlewareHandler<AppEnv> {
  return createMiddleware<AppEnv>(async function privateResponse(c, next) {
    c.header('Cache-Control', 'private, no-cache');
    c.header('Vary', 'Authorization, Cookie');
    await next();
  });
}

/** Answers that hold cookies or depend on one moment: nobody keeps them. */
export function noStore(): MiddlewareHandler<AppEnv> {
  return createMiddleware<AppEnv>(async function noStore(c, next) {
    c.header('Cache-Control', 'no-store');
    await next();
  });
}
