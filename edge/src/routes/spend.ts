import { Hono } from 'hono';
import type { AppEnv } from '../context.ts';
import { noQuery } from '../middleware/input.ts';
import { privateResponse } from '../middleware/private-response.ts';
import { freshPerson, requireScope } from '../middleware/session.ts';
import { spendOf } from '../spend/spend.ts';

/** `/api/spend`: this month's encoding against its cap. */
export const spend = new Hono<AppEnv>().get(
  '/',
  privateResponse(),
  requireScope('videos/manage'),
  freshPerson(),
  noQuery(),
  async (c) => c.json(await spendOf(c.var.services, c.var.who.org)),
);
