import { Hono } from 'hono';
import type { AppEnv } from '../context.ts';

export const health = new Hono<AppEnv>().get('/', (c) =>
  c.json({ status: 'ok' as const, version: c.var.services.settings.VERSION }),
);
