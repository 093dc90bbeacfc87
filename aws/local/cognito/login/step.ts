import type { Context } from 'hono';
import * as z from 'zod';
import { type AuthorizationRequest, PageRefusal, readRequest } from '../oauth/request.ts';
import type { Pool } from '../pool.ts';

/** How long a sign-in page may stay open. */
const pageLifeMs = 3_600_000;

const tooOld = 'This page has been open for too long. Go back to the app and start again.';

/** The signed request that the pages of one sign-in hand on. */
export const sealRequest = (pool: Pool, request: AuthorizationRequest) =>
  pool.seal.close('sign-in', { query: request.query }, pageLifeMs);

/** A form sent by another site is refused: browsers name the sender of every form post. */
function assertOwnForm(pool: Pool, c: Context) {
  const origin = c.req.header('origin');
  const own = [pool.settings.loginOrigin, new URL(c.req.url).origin];
  if (origin !== undefined && !own.includes(origin))
    throw new PageRefusal('This form was not sent from here.');
}

/** Reads a posted form and the request it belongs to; throws PageRefusal for what no page of ours sends. */
export async function readStep<T>(pool: Pool, c: Context, schema: z.ZodType<T>) {
  assertOwnForm(pool, c);
  const body = await c.req.parseBody().catch(() => ({}));
  const tx = z.object({ tx: z.string() }).safeParse(body);
  const fields = schema.safeParse(body);
  if (!tx.success || !fields.success) throw new PageRefusal('The form is not complete.');
  const sealed = await pool.seal.open('sign-in', z.object({ query: z.string() }), tx.data.tx);
  if (sealed === 'expired') throw new PageRefusal(tooOld);
  if (!sealed) throw new PageRefusal('The form was changed on its way.');
  return { fields: fields.data, request: readRequest(pool, sealed.query), tx: tx.data.tx };
}
