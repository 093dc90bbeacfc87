import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { CognitoError } from '../errors.ts';
import { redirectWithCode, startLogin } from '../oauth/authorize.ts';
import { type AuthorizationRequest, readRequest } from '../oauth/request.ts';
import type { Pool } from '../pool.ts';
import type { User } from '../users.ts';
import { show } from './layout.ts';
import { loginPage, type Message, newPasswordPage } from './pages.ts';
import { readStep, sealRequest } from './step.ts';

/** The longest `AuthSessionValidity`. */
const challengeLifeMs = 15 * 60_000;

const credentialsSchema = z.object({ username: z.string(), password: z.string() });
const newPasswordSchema = z.object({
  session: z.string(),
  new_password: z.string(),
  confirm_password: z.string(),
});

/** What to tell the person; anything but a refusal of ours goes on up. */
export function refusalText(error: unknown): string {
  if (error instanceof CognitoError) return error.message;
  throw error;
}

/** The sign-in page of a request. */
export async function showLogin(
  pool: Pool,
  c: Context,
  request: AuthorizationRequest,
  message: Message = {},
  username = request.loginHint,
) {
  const tx = await sealRequest(pool, request);
  const page = loginPage({ tx }, message, username, `/forgotPassword?${request.query}`);
  return show(c, page, request.redirectUri);
}

function finish(pool: Pool, c: Context, request: AuthorizationRequest, user: User) {
  return redirectWithCode(pool, c, request, startLogin(pool, c, user.username));
}

async function signIn(pool: Pool, c: Context) {
  const { fields, request, tx } = await readStep(pool, c, credentialsSchema);
  const username = fields.username.trim();
  try {
    const user = await pool.signIn.check(username, fields.password);
    if (user.status === 'CONFIRMED') return finish(pool, c, request, user);
    const session = await pool.signIn.challenge(user, challengeLifeMs);
    return show(c, newPasswordPage({ tx, session }, {}, user.email), request.redirectUri);
  } catch (error) {
    return showLogin(pool, c, request, { error: refusalText(error) }, username);
  }
}

async function chooseNewPassword(pool: Pool, c: Context) {
  const { fields, request, tx } = await readStep(pool, c, newPasswordSchema);
  const { session, new_password, confirm_password } = fields;
  const user = await pool.signIn.challenged(session);
  if (!user) return showLogin(pool, c, request, { error: 'That took too long. Sign in again.' });
  const again = (error: string) =>
    show(c, newPasswordPage({ tx, session }, { error }, user.email), request.redirectUri);
  if (new_password !== confirm_password) return again('The two passwords are not the same.');
  try {
    return finish(pool, c, request, await pool.signIn.answer(session, new_password));
  } catch (error) {
    return again(refusalText(error));
  }
}

/** Sign-in and, for a temporary password, the choice of one's own. */
export function createSignInPages(pool: Pool): Hono {
  const app = new Hono();
  app.get('/login', (c) => showLogin(pool, c, readRequest(pool, new URL(c.req.url).search)));
  app.post('/login', (c) => signIn(pool, c));
  app.post('/newPassword', (c) => chooseNewPassword(pool, c));
  return app;
}
