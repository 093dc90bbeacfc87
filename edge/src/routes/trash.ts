import { Hono } from 'hono';
import type { AppEnv } from '../context.ts';
import { noQuery } from '../middleware/input.ts';
import { privateResponse } from '../middleware/private-response.ts';
import { freshPerson, requireScope } from '../middleware/session.ts';
import { listTrash } from '../trash/trash.ts';

/** `/api/trash`: what was deleted and can be restored. */
export const trash = new Hono<AppEnv>().get(
  '/',
  privateResponse(),
  requireScope('videos/manage'),
  freshPerson(),
  noQuery(),
  async (c) => c.json(await listTrash(c.var.services, c.var.who)),
);
