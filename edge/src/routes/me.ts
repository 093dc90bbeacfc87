import { Hono } from 'hono';
import { meOf } from '../auth/me.ts';
import type { AppEnv } from '../context.ts';
import { noQuery } from '../middleware/input.ts';
import { requireScope } from '../middleware/session.ts';

export const me = new Hono<AppEnv>().get('/', requireScope('videos/read'), noQuery(), async (c) => {
  c.header('Cache-Control', 'private, no-store');
  return c.json(await meOf(c));
});
