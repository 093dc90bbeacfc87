import { createHash } from 'node:crypto';
import * as z from 'zod';
import { unanswered } from '../../shared/refusal.ts';
import { Failure } from '../failure.ts';
import type { World } from '../world.ts';

const tokensSchema = z.object({
  access_token: z.string(),
  refresh_token: z.string().optional(),
  /** Seconds. */
  expires_in: z.number(),
});

/** `refreshToken` is null where none was given, or the one in use stays good. `expiresAt` in ms since 1970. */
export type Tokens = { accessToken: string; refreshToken: string | null; expiresAt: number };

type Means = Pick<World, 'fetch' | 'now' | 'signal'>;

type Form = Record<string, string>;

function post({ fetch, signal }: Means, url: string, form: Form, headers: Form = {}): Promise<Response> {
  const body = new URLSearchParams(form).toString();
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return fetch(url, { method: 'POST', headers: { ...type, ...headers }, body, signal }).catch(() => {
    throw signal.aborted ? signal.reason : unanswered();
  });
}

/** Null when the sign-in service refuses what it was given (RFC 6749, section 5.2). */
async function takeTokens(means: Means, login: string, form: Form, headers?: Form): Promise<Tokens | null> {
  const answer = await post(means, `${login}/oauth2/token`, form, headers);
  if (answer.status >= 500 || answer.status === 429)
    throw new Failure('The sign-in service is busy.', 'Run it again in a minute.');
  if (!answer.ok) return null;
  const tokens = tokensSchema.parse(await answer.json());
  return {
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token ?? null,
    expiresAt: means.now() + tokens.expires_in * 1000,
  };
}

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');

/** What ties a code to whoever asked for it: PKCE with S256 (RFC 7636, section 4.2). */
export function createProof({ randomBytes }: Pick<World, 'randomBytes'>) {
  const verifier = base64url(randomBytes(32));
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  return { state: base64url(randomBytes(16)), verifier, challenge };
}

type Asked = { login: string; clientId: string; redirectUri: string };

/** Where a browser goes to sign in. */
export function authorizeUrl(
  { login, clientId, redirectUri }: Asked,
  { scopes, state, challenge }: { scopes: string[]; state: string; challenge: string },
): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  return `${login}/oauth2/authorize?${query}`;
}

/** Exchanges a code, once; null when it is used up or too old. */
export const exchangeCode = (
  means: Means,
  { login, clientId, redirectUri }: Asked,
  { code, verifier }: { code: string; verifier: string },
) =>
  takeTokens(means, login, {
    ...{ grant_type: 'authorization_code', client_id: clientId, redirect_uri: redirectUri },
    ...{ code, code_verifier: verifier },
  });

/** New tokens for a refresh token; null when it was revoked, rotated away or has ended. */
export const refreshTokens = (
  means: Means,
  { login, clientId, refreshToken }: { login: string; clientId: string; refreshToken: string },
) =>
  takeTokens(means, login, { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken });

/** A bot's token, by client credentials (RFC 6749, section 4.4); null when they are wrong. */
export function botTokens(
  means: Means,
  { login, id, secret }: { login: string; id: string; secret: string },
) {
  const basic = Buffer.from(`${id}:${secret}`).toString('base64');
  const form = { grant_type: 'client_credentials' };
  return takeTokens(means, login, form, { authorization: `Basic ${basic}` });
}

/** Ends a refresh token and every access token made from it (RFC 7009). */
export const revokeToken = (
  means: Means,
  { login, clientId, refreshToken }: { login: string; clientId: string; refreshToken: string },
) => post(means, `${login}/oauth2/revoke`, { token: refreshToken, client_id: clientId });
