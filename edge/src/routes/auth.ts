import { zValidator } from '@hono/zod-validator';
import { Hono } from 'hono';
import * as z from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { returnPath } from '../auth/return-path.ts';
import { beginSignIn, finishSignIn, renewSession } from '../auth/sign-in.ts';
import { signOut } from '../auth/sign-out.ts';
import type { AppEnv } from '../context.ts';
import { refuse } from '../middleware/input.ts';
import { noStore } from '../middleware/private-response.ts';
import { sameOrigin } from '../middleware/same-origin.ts';

export const loginQuerySchema = z.object({ return: z.string().max(2000).optional() });

/** Cognito answers with a code or with an error (RFC 6749, section 4.1.2); more parameters may come along. */
export const callbackQuerySchema = z.object({
  state: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  code: z.string().max(2000).optional(),
  error: z.string().max(200).optional(),
});

const startAgain = () =>
  new AppError('unauthenticated', 'This sign-in was not finished here in time; please start again.');

/** Sign-in for browsers. No script ever sees a token: the Worker exchanges the code and keeps what comes in cookies. */
export const auth = new Hono<AppEnv>()
  .use(noStore())
  .get('/login', zValidator('query', loginQuerySchema, refuse), async (c) => {
    const returnTo = returnPath(c.req.valid('query').return, c.var.services.settings.APP_ORIGIN);
    return c.redirect((await renewSession(c)) ? returnTo : await beginSignIn(c, returnTo));
  })
  .get('/callback', zValidator('query', callbackQuerySchema, refuse), async (c) => {
    const { state, code } = c.req.valid('query');
    const returnTo = code ? await finishSignIn(c, { state, code }) : null;
    if (returnTo === null) throw startAgain();
    return c.redirect(returnTo);
  })
  .post('/refresh', sameOrigin(), async (c) => {
    if (!(await renewSession(c))) throw new AppError('unauthenticated', 'Sign in first.');
    return c.body(null, 204);
  })
  .post('/logout', sameOrigin(), async (c) => c.redirect(await signOut(c), 303));
