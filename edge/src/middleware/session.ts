import type { Context, MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { AppError } from '../../../shared/errors.ts';
import type { Scope } from '../../../shared/people.ts';
import { readOwnCookie, sessionCookie } from '../auth/cookies.ts';
import { type Membership, membership } from '../auth/membership.ts';
import type { AppEnv } from '../context.ts';
import { readPersonItem } from '../people/person-item.ts';
import { assertSameOrigin } from './same-origin.ts';

/** The token a request carries; an `Authorization` header makes cookies ignored, whatever it holds (RFC 6750, section 2.1). */
function tokenOf(c: Context<AppEnv>): string | undefined {
  const header = c.req.header('Authorization');
  if (header === undefined) return readOwnCookie(c, sessionCookie);
  return /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(header)?.[1];
}

/** Who is asking; throws `unauthenticated` or `token_expired`, and `forbidden` for a change sent by another site's page. */
async function authenticate(c: Context<AppEnv>): Promise<Membership> {
  const { verifyToken, clients } = c.var.services;
  const token = tokenOf(c);
  if (!token) throw new AppError('unauthenticated', 'Sign in first.');
  const who = membership(await verifyToken(token), clients);
  if (!who) throw new AppError('unauthenticated', 'The access token belongs to nobody here.');
  if (c.req.header('Authorization') === undefined) assertSameOrigin(c);
  return who;
}

async function whoOf(c: Context<AppEnv>): Promise<Membership> {
  const known: Membership | undefined = c.get('who');
  const who = known ?? (await authenticate(c));
  c.set('who', who);
  return who;
}

function assertScope(who: Membership, scope: Scope): void {
  if (!who.scopes.includes(scope))
    throw new AppError('insufficient_scope', `The access token lacks the scope ${scope}.`);
  if (scope === 'videos/manage' && who.role === 'viewer')
    throw new AppError('forbidden', 'Only admins may do this.');
}

/**
 * For the API: sets `c.var.who`, or throws 401 (`unauthenticated`, `token_expired`) and 403 (`insufficient_scope`;
 * `forbidden` for a person who wants to change something and is no admin).
 */
export function requireScope(scope: Scope): MiddlewareHandler<AppEnv> {
  return createMiddleware<AppEnv>(async function requireScope(c, next) {
    assertScope(await whoOf(c), scope);
    await next();
  });
}

/** Bots are `forbidden`: they have nothing of their own here. Behind `requireScope`. */
export function requirePerson(): MiddlewareHandler<AppEnv> {
  return createMiddleware<AppEnv>(async function requirePerson(c, next) {
    if ((await whoOf(c)).kind !== 'person') throw new AppError('forbidden', 'Only people may do this.');
    await next();
  });
}

/** Bots and viewers are `forbidden`. On a page, behind `signedIn()`. */
export function requireAdminPerson(): MiddlewareHandler<AppEnv> {
  return createMiddleware<AppEnv>(async function requireAdminPerson(c, next) {
    const who = await whoOf(c);
    if (who.kind !== 'person' || who.role !== 'admin')
      throw new AppError('forbidden', 'Only admins may do this.');
    await next();
  });
}

/** For pages: without a session that holds, off to sign-in and back here afterwards. Sets `c.var.who`. */
export function signedIn(): MiddlewareHandler<AppEnv> {
  return createMiddleware<AppEnv>(async function signedIn(c, next) {
    try {
      assertScope(await whoOf(c), 'videos/read');
    } catch (error) {
      if (!(error instanceof AppError) || error.status !== 401) throw error;
      const url = new URL(c.req.url);
      return c.redirect(`/auth/login?return=${encodeURIComponent(url.pathname + url.search)}`);
    }
    return next();
  });
}

/**
 * Refuses tokens issued before a person was shut out; reads their item uncached. On every change and on `POST /api/keys`,
 * behind `requireScope`.
 */
export function freshPerson(): MiddlewareHandler<AppEnv> {
  return createMiddleware<AppEnv>(async function freshPerson(c, next) {
    const who = await whoOf(c);
    const person = who.kind === 'person' ? await readPersonItem(c.var.services, who.org, who.subject) : null;
    if (person?.notBefore && Date.parse(person.notBefore) > who.issuedAtMs)
      throw new AppError('unauthenticated', 'This session was ended; sign in again.');
    await next();
  });
}
