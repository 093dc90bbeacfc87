import type { Context } from 'hono';
import { base64url } from 'jose';
import type { AppEnv } from '../context.ts';
import {
  emailCookie,
  expireOwnCookie,
  loginCookie,
  loginLifeMs,
  readOwnCookie,
  refreshCookie,
  sessionCookie,
  sessionLifeMs,
  setOwnCookie,
} from './cookies.ts';
import { type Membership, membership } from './membership.ts';
import { authorizeUrl, emailOfToken, exchangeCode, refreshTokens, type Tokens } from './oauth.ts';

const digest = async (text: string) =>
  base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));

/** Begins a sign-in: keeps its secrets in a cookie of its own and gives the address to go to. */
export async function beginSignIn(c: Context<AppEnv>, returnTo: string): Promise<string> {
  const { settings, seal, randomBytes } = c.var.services;
  const state = base64url.encode(randomBytes(16));
  const verifier = base64url.encode(randomBytes(32));
  const sealed = await seal.seal('login', { state, verifier, returnTo }, loginLifeMs);
  setOwnCookie(c, loginCookie(state), sealed);
  return authorizeUrl(settings, { state, challenge: await digest(verifier) });
}

async function keepEmail(c: Context<AppEnv>, who: Membership, accessToken: string): Promise<void> {
  const { seal } = c.var.services;
  const kept = await seal.open('email', readOwnCookie(c, emailCookie) ?? '');
  if (kept?.['sub'] === who.subject) return;
  const email = await emailOfToken(c.var.services, accessToken);
  if (email === null) return expireOwnCookie(c, emailCookie);
  setOwnCookie(c, emailCookie, await seal.seal('email', { sub: who.subject, email }, sessionLifeMs));
}

/**
 * Puts a session into cookies: the access token as it is, the refresh token sealed, the e-mail sealed. Null, and no
 * cookie, when the tokens are of nobody here.
 */
async function openSession(c: Context<AppEnv>, tokens: Tokens): Promise<Membership | null> {
  const { verifyToken, clients, seal } = c.var.services;
  const who = membership(await verifyToken(tokens.accessToken), clients);
  if (who?.kind !== 'person') return null;
  setOwnCookie(c, sessionCookie, tokens.accessToken);
  if (tokens.refreshToken !== null) {
    const sealed = await seal.seal('refresh', { token: tokens.refreshToken }, sessionLifeMs);
    setOwnCookie(c, refreshCookie, sealed);
  }
  await keepEmail(c, who, tokens.accessToken);
  return who;
}

/** Ends a sign-in: the path to go to, or null when it was not begun in this browser or the code is not good. */
export async function finishSignIn(
  c: Context<AppEnv>,
  { state, code }: { state: string; code: string },
): Promise<string | null> {
  const { services } = c.var;
  const begun = await services.seal.open('login', readOwnCookie(c, loginCookie(state)) ?? '');
  const { verifier, returnTo } = begun ?? {};
  if (!verifier || begun?.['state'] !== state) return null;
  const tokens = await exchangeCode(services, { code, verifier });
  if (!tokens || !(await openSession(c, tokens))) return null;
  expireOwnCookie(c, loginCookie(state));
  return returnTo ?? '/';
}

/** The refresh token this browser keeps, opened; null without one. */
export async function keptRefreshToken(c: Context<AppEnv>): Promise<string | null> {
  const kept = await c.var.services.seal.open('refresh', readOwnCookie(c, refreshCookie) ?? '');
  return kept?.['token'] ?? null;
}

/**
 * Renews the session; false when that is refused. Refusal clears nothing: another tab may just have renewed it, and
 * its cookies are the good ones.
 */
export async function renewSession(c: Context<AppEnv>): Promise<boolean> {
  const token = await keptRefreshToken(c);
  const tokens = token === null ? null : await refreshTokens(c.var.services, token);
  return tokens !== null && (await openSession(c, tokens)) !== null;
}
