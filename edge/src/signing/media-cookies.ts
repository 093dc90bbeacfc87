import type { CookieOptions } from 'hono/utils/cookie';
import { imagePrefix, videoPrefix } from '../../../shared/paths.ts';
import { type Keys, mediaCookieLifeMs } from '../../../shared/playback.ts';
import type { Settings } from '../env.ts';
import type { CookieSigner } from './signer.ts';

type MediaSettings = Pick<Settings, 'APP_ORIGIN' | 'MEDIA_ORIGIN' | 'COOKIE_DOMAIN'>;

/** The cookies' attributes: they live on `path` of the media host, and go where the app's own cookies go. */
export function mediaCookieOptions(settings: MediaSettings, path: string): CookieOptions {
  return {
    path,
    httpOnly: true,
    sameSite: 'Lax',
    secure: new URL(settings.APP_ORIGIN).protocol === 'https:',
    ...(settings.COOKIE_DOMAIN ? { domain: settings.COOKIE_DOMAIN } : {}),
  };
}

export type MediaCookies = { keys: Keys; values: Record<string, string>; options: CookieOptions };

/**
 * Makes the cookies for one video of `org`, or for its card images: one policy with one wildcard resource, and a Path
 * equal to it, so that a browser never holds two grants for one URL. `nowMs` is in ms since 1970.
 */
export async function mediaCookies(
  { settings, signer, nowMs }: { settings: MediaSettings; signer: CookieSigner; nowMs: number },
  { org, videoId }: { org: string; videoId?: string | undefined },
): Promise<MediaCookies> {
  const prefix = `/${videoId ? videoPrefix(org, videoId) : imagePrefix(org)}`;
  const resource = `${settings.MEDIA_ORIGIN}${prefix}*`;
  // The policy counts whole seconds.
  const expiresAtMs = Math.floor((nowMs + mediaCookieLifeMs) / 1000) * 1000;
  const values = await signer.sign({ resource, expiresAtMs });
  return {
    values,
    options: { ...mediaCookieOptions(settings, prefix), maxAge: mediaCookieLifeMs / 1000 },
    keys: {
      resource,
      prefix,
      expiresAt: new Date(expiresAtMs).toISOString(),
      renewAfter: new Date(expiresAtMs - mediaCookieLifeMs / 2).toISOString(),
      cookies: Object.keys(values),
    },
  };
}
