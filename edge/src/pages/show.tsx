import type { Context } from 'hono';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { AppError } from '../../../shared/errors.ts';
import { meOf } from '../auth/me.ts';
import type { Membership } from '../auth/membership.ts';
import type { AppEnv } from '../context.ts';
import { assetsOf } from './assets.ts';
import { contentSecurityPolicy, type Needs } from './content-security-policy.ts';
import { ErrorPage } from './error-page.tsx';
import type { Frame, SessionLife } from './page.tsx';

/** A page's script renews the session at two thirds of its life. */
const renewAt = 2 / 3;

function sessionOf({ issuedAtMs, expiresAtMs }: Membership, nowMs: number): SessionLife {
  const lifeMs = expiresAtMs - issuedAtMs;
  return { lifeMs, refreshInMs: Math.max(0, Math.round(issuedAtMs + lifeMs * renewAt - nowMs)) };
}

/** What a page of this request is framed with; whoever is not signed in gets the welcome's. */
export async function frameOf(c: Context<AppEnv>): Promise<Frame> {
  const assets = await assetsOf(c.env.ASSETS);
  const who: Membership | undefined = c.get('who');
  if (!who) return { assets, me: null, session: null };
  return { assets, me: await meOf(c), session: sessionOf(who, c.var.services.clock.now()) };
}

function originsOf(c: Context<AppEnv>) {
  const { MEDIA_ORIGIN, LOGIN_ORIGIN, AWS_ENDPOINT_URL, AWS_REGION } = c.var.services.settings;
  const uploads = AWS_ENDPOINT_URL ?? `https://s3.${AWS_REGION}.amazonaws.com`;
  return { media: MEDIA_ORIGIN, login: LOGIN_ORIGIN, uploads };
}

type Shown = Needs & { status?: AppError['status'] };

/** Answers with a page: its own policy, and nobody keeps it, because it shows who asked. */
export async function show(
  c: Context<AppEnv>,
  page: HtmlEscapedString | Promise<HtmlEscapedString>,
  shown: Shown = {},
) {
  const origins = originsOf(c);
  c.header('Content-Security-Policy', contentSecurityPolicy(origins, shown));
  // Pictures and video come from there: the connection is open before the first of them is found.
  if (c.get('who')) c.header('Link', `<${origins.media}>; rel=preconnect`);
  c.header('Cache-Control', 'private, no-store');
  c.header('Vary', 'Cookie');
  return c.html(`<!doctype html>${await page}`, shown.status ?? 200);
}

/** Answers with an error in plain words; without the header of somebody signed in when that cannot be told. */
export async function showError(c: Context<AppEnv>, error: AppError): Promise<Response> {
  const signedOut = { assets: await assetsOf(c.env.ASSETS), me: null, session: null };
  const frame = error.status === 401 ? signedOut : await frameOf(c).catch(() => signedOut);
  return show(c, <ErrorPage frame={frame} error={error} requestId={c.get('requestId')} />, {
    status: error.status,
  });
}
