import { Hono } from 'hono';
import type { Clock, ObjectStore } from '../ports.ts';
import { corsPolicy } from './cors.ts';
import { answerObject } from './origin.ts';
import { notImplemented, refusalResponse, refusals } from './refusal.ts';
import { createVerifier } from './verify.ts';

export type CdnOptions = {
  store: ObjectStore;
  bucket: string;
  /** The trusted key group: key pair id to public key (PEM, RSA or P-256). */
  publicKeys: Record<string, string>;
  /** Origins whose pages may read answers; the distribution's CORS setting. */
  allowedOrigins: string[];
  clock: Clock;
  /** Where viewers reach this distribution; its scheme counts, and its host where a request names none. */
  mediaOrigin: string;
};

function decodeKey(path: string): string | null {
  try {
    return decodeURIComponent(path.slice(1));
  } catch {
    return null;
  }
}

/**
 * A CloudFront distribution on this machine: the media bucket behind signed cookies, for GET, HEAD and preflights.
 * Policies are matched against the URL as viewers see it: this distribution's scheme, the request's host, path and
 * query. Nothing is cached.
 */
export function createCdn({ store, bucket, publicKeys, allowedOrigins, clock, mediaOrigin }: CdnOptions): {
  app: Hono;
} {
  const verify = createVerifier(publicKeys);
  const { protocol, host } = new URL(mediaOrigin);
  const app = new Hono();
  app.use(corsPolicy(allowedOrigins));
  app.all('*', async (c) => {
    if (!['GET', 'HEAD'].includes(c.req.method)) return refusalResponse(refusals.method);
    const { pathname, search, searchParams } = new URL(c.req.url);
    if (searchParams.has('Signature')) return refusalResponse(notImplemented('A signed URL'));
    const url = `${protocol}//${c.req.header('host') ?? host}${pathname}${search}`;
    const refusal = verify({ url, cookie: c.req.header('cookie'), nowMs: clock.now() });
    if (refusal) return refusalResponse(refusal);
    const key = decodeKey(pathname);
    if (!key) return refusalResponse(refusals.noSuchKey);
    return answerObject(store, bucket, key, c.req.raw);
  });
  app.onError((error) => {
    console.error('cloudfront', error);
    return refusalResponse(refusals.internal);
  });
  return { app };
}
