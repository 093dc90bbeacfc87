import { Hono } from 'hono';
import { positionSchema } from '../../../shared/position.ts';
import type { AppEnv } from '../context.ts';
import { body, idParam, jsonBody, noQuery } from '../middleware/input.ts';
import { freshPerson, requirePerson, requireScope } from '../middleware/session.ts';
import { keepPosition } from '../watching/positions.ts';

/** `/api/videos/:id/position`: where the person who asks stopped watching. */
export const positions = new Hono<AppEnv>().put(
  '/:id/position',
  requireScope('videos/read'),
  requirePerson(),
  freshPerson(),
  idParam(),
  noQuery(),
  jsonBody(),
  body(positionSchema),
  async (c) => {
    await keepPosition(c.var.services, c.var.who, c.req.valid('param').id, c.req.valid('json'));
    return c.body(null, 204);
  },
);
