import type { Context } from 'hono';
import { setCookie } from 'hono/cookie';
import type { Keys } from '../../../shared/playback.ts';
import type { AppEnv } from '../context.ts';
import { mediaCookies } from './media-cookies.ts';

/**
 * Lets the asker's browser fetch one video, or without `videoId` the card images of the asker's organisation: puts the
 * cookies on this response and forbids storing it. Whether the asker may see that video is the caller's to check.
 */
export async function grantMedia(c: Context<AppEnv>, grant: { videoId?: string | undefined }): Promise<Keys> {
  const { settings, signer, clock } = c.var.services;
  const made = await mediaCookies(
    { settings, signer, nowMs: clock.now() },
    { org: c.var.who.org, videoId: grant.videoId },
  );
  for (const [name, value] of Object.entries(made.values)) setCookie(c, name, value, made.options);
  c.header('cache-control', 'private, no-store');
  return made.keys;
}
