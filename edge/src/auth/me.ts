import type { Context } from 'hono';
import type { Me } from '../../../shared/people.ts';
import type { AppEnv } from '../context.ts';
import { emailOf } from '../people/directory.ts';
import { emailCookie, readOwnCookie } from './cookies.ts';

/** The e-mail kept at sign-in, if it is this person's; an access token holds none. */
async function keptEmail(c: Context<AppEnv>): Promise<string | null> {
  if (c.req.header('Authorization') !== undefined) return null;
  const kept = await c.var.services.seal.open('email', readOwnCookie(c, emailCookie) ?? '');
  return kept?.['sub'] === c.var.who.subject ? (kept['email'] ?? null) : null;
}

/** Who is asking, as the API answers it; behind `requireScope` or `signedIn`. */
export async function meOf(c: Context<AppEnv>): Promise<Me> {
  const { kind, org, role, scopes, username } = c.var.who;
  const email =
    username === null ? null : ((await keptEmail(c)) ?? (await emailOf(c.var.services, username)));
  return { kind, email, org, role, scopes };
}
