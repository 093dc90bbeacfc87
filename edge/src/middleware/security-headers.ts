import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from '../context.ts';

/** For everything but pages, which bring a policy of their own: nothing may load, nobody may frame it. */
const nothingLoads = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

const always = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // Sign-out learns from it which video the person came from; other sites learn nothing.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
};

/** Security headers on every answer; those a route set itself stay. */
export function securityHeaders(): MiddlewareHandler<AppEnv> {
  return createMiddleware<AppEnv>(async function securityHeaders(c, next) {
    await next();
    const isHttps = c.var.services.settings.APP_ORIGIN.startsWith('https:');
    const headers = {
      'Content-Security-Policy': nothingLoads,
      ...always,
      ...(isHttps ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
    };
    for (const [name, value] of Object.entries(headers))
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
  });
}
