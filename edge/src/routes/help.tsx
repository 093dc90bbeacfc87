import { type Context, Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { validator } from 'hono/validator';
import * as z from 'zod';
import { emailSchema } from '../../../shared/addresses.ts';
import type { AppEnv } from '../context.ts';
import { limitedBody } from '../middleware/input.ts';
import { assertWithin, networkOf } from '../middleware/rate-limit.ts';
import { sameOrigin } from '../middleware/same-origin.ts';
import { HelpPage } from '../pages/help.tsx';
import { frameOf, show } from '../pages/show.tsx';
import { renewExpired } from '../people/renew-expired.ts';

/** The form's fields; more may come along. */
export const helpFormSchema = z.object({ email: z.string().trim().pipe(emailSchema) });

const notAnAddress = 'This is not an e-mail address. It looks like name@example.com.';

async function helpPage(c: Context<AppEnv>, told: { asked?: boolean; email?: string; complaint?: string }) {
  const invitationDays = c.var.services.settings.INVITATION_DAYS;
  const page = <HelpPage frame={await frameOf(c)} invitationDays={invitationDays} {...told} />;
  return show(c, page, told.complaint ? { status: 400 } : {});
}

/** Counted before anything is read: ten a minute from one network. */
const limitNetwork = createMiddleware<AppEnv>(async function limitNetwork(c, next) {
  await assertWithin(c.env, 'HELP_BY_NETWORK', networkOf(c.req.header('CF-Connecting-IP') ?? ''));
  await next();
});

/** What is no address is asked for again, on the same page. */
const readForm = validator('form', (form, c) => {
  const { success, data } = helpFormSchema.safeParse(form);
  if (success) return data;
  const typed = typeof form['email'] === 'string' ? form['email'] : '';
  return helpPage(c, { email: typed, complaint: notAnAddress });
});

/** Goes on after the answer, so that how long it takes tells nothing; neither does the log: never the address, nor what was found. */
async function renewInBackground({ var: { services, requestId } }: Context<AppEnv>, email: string) {
  await renewExpired(services, email).catch((error: unknown) => {
    const name = error instanceof Error ? error.name : typeof error;
    services.log({ level: 'warn', requestId, message: 'help with signing in failed', name });
  });
}

/** `/auth/help`: whoever cannot sign in gets the same answer for every address. Works without script. */
export const help = new Hono<AppEnv>()
  .get('/', (c) => helpPage(c, {}))
  .post('/', sameOrigin(), limitNetwork, limitedBody(), readForm, async (c) => {
    const { email } = c.req.valid('form');
    await assertWithin(c.env, 'HELP_BY_ADDRESS', email);
    c.executionCtx.waitUntil(renewInBackground(c, email));
    return helpPage(c, { asked: true });
  });
