import type { MiddlewareHandler } from 'hono';
import { mediaCors } from '../../../shared/cors.ts';

const exposed = mediaCors.exposeHeaders.join(', ');
const allowedMethods = mediaCors.methods.join(', ');
const allowedHeaders: string[] = mediaCors.allowHeaders.map((name) => name.toLowerCase());

/** Of the headers a page asks for, those it may send. */
const grantedOf = (asked = '') =>
  asked
    .split(',')
    .filter((name) => allowedHeaders.includes(name.trim().toLowerCase()))
    .join(',');

/**
 * The distribution's response headers policy: named origins with credentials, on every answer, refusals included.
 * The managed policies say `*`, which browsers do not take together with cookies.
 */
export function corsPolicy(allowedOrigins: string[]): MiddlewareHandler {
  return async function corsPolicy(c, next) {
    const origin = c.req.header('origin');
    const asksFor = c.req.header('access-control-request-method');
    const preflight = c.req.method === 'OPTIONS' && origin !== undefined && asksFor !== undefined;
    // A preflight never carries cookies, so it is answered before they are looked at.
    if (preflight) c.res = new Response(null, { status: 200 });
    else await next();
    c.res.headers.append('vary', 'Origin');
    if (origin === undefined || !allowedOrigins.includes(origin)) return;
    c.res.headers.set('access-control-allow-origin', origin);
    c.res.headers.set('access-control-allow-credentials', 'true');
    c.res.headers.set('access-control-expose-headers', exposed);
    if (!preflight) return;
    c.res.headers.set('access-control-allow-methods', allowedMethods);
    c.res.headers.set(
      'access-control-allow-headers',
      grantedOf(c.req.header('access-control-request-headers')),
    );
    c.res.headers.set('access-control-max-age', String(mediaCors.maxAgeSeconds));
  };
}
