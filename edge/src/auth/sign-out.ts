import type { Context } from 'hono';
import { deleteCookie } from 'hono/cookie';
import { imagePrefix, videoPrefix } from '../../../shared/paths.ts';
import type { AppEnv } from '../context.ts';
import { mediaCookieOptions } from '../signing/media-cookies.ts';
import { emailCookie, expireOwnCookie, refreshCookie, sessionCookie } from './cookies.ts';
import { logoutUrl, revokeToken } from './oauth.ts';
import { keptRefreshToken } from './sign-in.ts';

const mediaCookieNames = [
  'CloudFront-Policy',
  'CloudFront-Signature',
  'CloudFront-Key-Pair-Id',
  'CloudFront-Hash-Algorithm',
];

/** The video whose page somebody signs out from, if that is where they are. */
const videoOfReferrer = (c: Context<AppEnv>) =>
  /\/([0-7][0-9A-HJKMNP-TV-Z]{25})(?:[/?#]|$)/.exec(c.req.header('Referer') ?? '')?.[1];

/**
 * Expires the media cookies of the card images and of the video at hand. A browser does not tell which other videos
 * it holds cookies of; those end by themselves within a quarter of an hour.
 */
function expireMediaCookies(c: Context<AppEnv>): void {
  const { settings } = c.var.services;
  const videoId = videoOfReferrer(c);
  const prefixes = [imagePrefix(settings.ORG), ...(videoId ? [videoPrefix(settings.ORG, videoId)] : [])];
  for (const prefix of prefixes)
    for (const name of mediaCookieNames) deleteCookie(c, name, mediaCookieOptions(settings, `/${prefix}`));
}

/** Ends the session here and the refresh token everywhere; gives the address that ends it on the sign-in pages too. */
export async function signOut(c: Context<AppEnv>): Promise<string> {
  const { services } = c.var;
  const token = await keptRefreshToken(c);
  if (token !== null)
    await revokeToken(services, token).catch((error: unknown) => {
      services.log({ level: 'warn', message: 'a refresh token was not revoked', cause: String(error) });
    });
  for (const cookie of [sessionCookie, refreshCookie, emailCookie]) expireOwnCookie(c, cookie);
  expireMediaCookies(c);
  return logoutUrl(services.settings);
}
