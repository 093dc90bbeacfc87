import * as z from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { personScopes } from '../../../shared/people.ts';
import type { Settings } from '../env.ts';
import type { Services } from '../services.ts';

const tokensSchema = z.object({ access_token: z.string(), refresh_token: z.string().optional() });

/** `refreshToken` is null when the one in use stays good (rotation is off). */
export type Tokens = { accessToken: string; refreshToken: string | null };

type OAuth = Pick<Services, 'settings' | 'fetch'>;

export const callbackUrl = ({ APP_ORIGIN }: Settings) => `${APP_ORIGIN}/auth/callback`;

/** Where a browser goes to sign in: authorization code with PKCE, S256 (RFC 7636). */
export function authorizeUrl(settings: Settings, { state, challenge }: { state: string; challenge: string }) {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: settings.WEB_CLIENT_ID,
    redirect_uri: callbackUrl(settings),
    // Cognito grants of it what the client may have.
    scope: personScopes.join(' '),
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  return `${settings.LOGIN_ORIGIN}/oauth2/authorize?${query}`;
}

/** Where a browser goes to end the sign-in pages' own session (Cognito's logout endpoint). */
export function logoutUrl({ LOGIN_ORIGIN, WEB_CLIENT_ID, APP_ORIGIN }: Settings): string {
  const query = new URLSearchParams({ client_id: WEB_CLIENT_ID, logout_uri: `${APP_ORIGIN}/` });
  return `${LOGIN_ORIGIN}/logout?${query}`;
}

async function post({ settings, fetch }: OAuth, path: string, form: Record<string, string>) {
  const body = new URLSearchParams({ client_id: settings.WEB_CLIENT_ID, ...form });
  const answer = await fetch(`${settings.LOGIN_ORIGIN}${path}`, {
    method: 'POST',
    body: body.toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  }).catch((cause: unknown) => {
    throw new AppError('unavailable', 'Sign-in is out of reach; try again.', { cause });
  });
  if (answer.status >= 500 || answer.status === 429)
    throw new AppError('unavailable', 'Sign-in is busy; try again.');
  return answer;
}

/** Null when the sign-in service refuses what it was given (RFC 6749, section 5.2). */
async function takeTokens(oauth: OAuth, form: Record<string, string>): Promise<Tokens | null> {
  const answer = await post(oauth, '/oauth2/token', form);
  if (!answer.ok) return null;
  const tokens = tokensSchema.parse(await answer.json());
  return { accessToken: tokens.access_token, refreshToken: tokens.refresh_token ?? null };
}

/** Exchanges a code, once; null when it is used up, too old or somebody else's. */
export const exchangeCode = (oauth: OAuth, { code, verifier }: { code: string; verifier: string }) =>
  takeTokens(oauth, {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: callbackUrl(oauth.settings),
  });

/** New tokens for a refresh token; null when it was revoked, rotated away or has ended. */
export const refreshTokens = (oauth: OAuth, refreshToken: string) =>
  takeTokens(oauth, { grant_type: 'refresh_token', refresh_token: refreshToken });

/** Ends a refresh token and every access token made from it (RFC 7009). */
export const revokeToken = (oauth: OAuth, refreshToken: string) =>
  post(oauth, '/oauth2/revoke', { token: refreshToken });

/** The e-mail of a person, which no access token holds; null when it cannot be told. */
export async function emailOfToken({ settings, fetch }: OAuth, accessToken: string): Promise<string | null> {
  const headers = { Authorization: `Bearer ${accessToken}` };
  const answer = await fetch(`${settings.LOGIN_ORIGIN}/oauth2/userInfo`, { headers }).catch(() => null);
  const user = answer?.ok ? await answer.json().catch(() => null) : null;
  return z.object({ email: z.string() }).safeParse(user).data?.email ?? null;
}
