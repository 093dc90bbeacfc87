import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { AppEnv } from '../context.ts';
import type { Settings } from '../env.ts';

/** Cookies outlive the tokens in them, so that an ended session is told from none (`token_expired`, not `unauthenticated`). */
export const sessionLifeMs = 30 * 24 * 60 * 60 * 1000;

/** How long somebody may take over signing in. */
export const loginLifeMs = 10 * 60 * 1000;

/**
 * One of the Worker's own cookies. Over https the name carries the prefix that binds it to this host or to https
 * (RFC 6265bis, section 4.1.3); Safari refuses `Secure` on http://localhost, so http goes without both.
 */
type OwnCookie = { name: string; prefix: '__Host-' | '__Secure-'; path: string; lifeMs: number };

export const sessionCookie: OwnCookie = {
  name: 'session',
  prefix: '__Host-',
  path: '/',
  lifeMs: sessionLifeMs,
};
export const refreshCookie: OwnCookie = {
  name: 'refresh',
  prefix: '__Secure-',
  path: '/auth',
  lifeMs: sessionLifeMs,
};
export const emailCookie: OwnCookie = {
  name: 'email',
  prefix: '__Secure-',
  path: '/',
  lifeMs: sessionLifeMs,
};
/** One a state value: two tabs may sign in at once. */
export const loginCookie = (state: string): OwnCookie => ({
  name: `login.${state}`,
  prefix: '__Secure-',
  path: '/auth',
  lifeMs: loginLifeMs,
});

const isSecure = (settings: Settings) => settings.APP_ORIGIN.startsWith('https:');

const nameOf = (settings: Settings, cookie: OwnCookie) =>
  isSecure(settings) ? `${cookie.prefix}${cookie.name}` : cookie.name;

const attributes = (settings: Settings, cookie: OwnCookie) =>
  ({ path: cookie.path, httpOnly: true, sameSite: 'Lax', secure: isSecure(settings) }) as const;

export const readOwnCookie = (c: Context<AppEnv>, cookie: OwnCookie): string | undefined =>
  getCookie(c, nameOf(c.var.services.settings, cookie));

/** Sets a cookie of ours: `HttpOnly`, `SameSite=Lax`, and over https prefixed and `Secure`. */
export function setOwnCookie(c: Context<AppEnv>, cookie: OwnCookie, value: string): void {
  const { settings } = c.var.services;
  const maxAge = Math.floor(cookie.lifeMs / 1000);
  setCookie(c, nameOf(settings, cookie), value, { ...attributes(settings, cookie), maxAge });
}

/** Takes a cookie of ours away. */
export function expireOwnCookie(c: Context<AppEnv>, cookie: OwnCookie): void {
  const { settings } = c.var.services;
  deleteCookie(c, nameOf(settings, cookie), attributes(settings, cookie));
}
