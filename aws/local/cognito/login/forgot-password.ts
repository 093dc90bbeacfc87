import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { CognitoError } from '../errors.ts';
import { readRequest } from '../oauth/request.ts';
import type { Pool } from '../pool.ts';
import { show } from './layout.ts';
import { confirmPage, forgotPage } from './pages.ts';
import { refusalText, showLogin } from './sign-in.ts';
import { readStep, sealRequest } from './step.ts';

const nameSchema = z.object({ username: z.string() });
const confirmSchema = z.object({
  username: z.string(),
  confirmation_code: z.string(),
  new_password: z.string(),
  confirm_password: z.string(),
});

const sent = 'If there is an account with that address, a code is on its way to it.';

async function sendCode(pool: Pool, c: Context) {
  const { fields, request, tx } = await readStep(pool, c, nameSchema);
  const username = fields.username.trim();
  // Whether the account exists, is disabled or never signed in is not for a stranger to learn.
  await pool.resets.request(username).catch((error: unknown) => {
    if (!(error instanceof CognitoError)) throw error;
  });
  const page = confirmPage({ tx, username }, { notice: sent }, `/login?${request.query}`);
  return show(c, page, request.redirectUri);
}

async function setPassword(pool: Pool, c: Context) {
  const { fields, request, tx } = await readStep(pool, c, confirmSchema);
  const { username, confirmation_code, new_password, confirm_password } = fields;
  const again = (error: string) =>
    show(c, confirmPage({ tx, username }, { error }, `/login?${request.query}`), request.redirectUri);
  if (new_password !== confirm_password) return again('The two passwords are not the same.');
  try {
    await pool.resets.confirm(username, confirmation_code.trim(), new_password);
  } catch (error) {
    return again(refusalText(error));
  }
  return showLogin(pool, c, request, { notice: 'Your password was changed. Sign in with it.' }, username);
}

/** A new password by a code from a mail. */
export function createForgotPasswordPages(pool: Pool): Hono {
  const app = new Hono();
  app.get('/forgotPassword', async (c) => {
    const request = readRequest(pool, new URL(c.req.url).search);
    const tx = await sealRequest(pool, request);
    return show(c, forgotPage({ tx }, {}, `/login?${request.query}`), request.redirectUri);
  });
  app.post('/forgotPassword', (c) => sendCode(pool, c));
  app.post('/confirmForgotPassword', (c) => setPassword(pool, c));
  return app;
}
