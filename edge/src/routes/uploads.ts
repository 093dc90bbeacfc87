import { Hono } from 'hono';
import { completeUploadSchema, createUploadSchema, signPartsSchema } from '../../../shared/upload.ts';
import type { AppEnv } from '../context.ts';
import { body, idParam, jsonBody, noQuery } from '../middleware/input.ts';
import { privateResponse } from '../middleware/private-response.ts';
import { freshPerson, requireScope } from '../middleware/session.ts';
import { abortUpload } from '../uploads/abort.ts';
import { completeUpload } from '../uploads/complete.ts';
import { createUpload } from '../uploads/create.ts';
import { signParts } from '../uploads/sign-parts.ts';
import { getUpload } from '../uploads/uploads.ts';

export const uploads = new Hono<AppEnv>()
  .use(privateResponse(), requireScope('videos/manage'))
  .post('/', freshPerson(), noQuery(), jsonBody(), body(createUploadSchema), async (c) => {
    const upload = await createUpload(c.var.services, c.var.who, c.req.valid('json'));
    c.header('Location', `/api/uploads/${upload.id}`);
    return c.json(upload, 201);
  })
  .get('/:id', idParam(), noQuery(), async (c) =>
    c.json(await getUpload(c.var.services, c.var.who, c.req.valid('param').id)),
  )
  .post('/:id/parts', freshPerson(), idParam(), noQuery(), jsonBody(), body(signPartsSchema), async (c) => {
    c.header('Cache-Control', 'private, no-store');
    const { partNumbers } = c.req.valid('json');
    return c.json(await signParts(c.var.services, c.var.who, c.req.valid('param').id, partNumbers));
  })
  .post(
    '/:id/complete',
    freshPerson(),
    idParam(),
    noQuery(),
    jsonBody(),
    body(completeUploadSchema),
    async (c) => {
      const { parts } = c.req.valid('json');
      return c.json(await completeUpload(c.var.services, c.var.who, c.req.valid('param').id, parts));
    },
  )
  .delete('/:id', freshPerson(), idParam(), noQuery(), async (c) => {
    await abortUpload(c.var.services, c.var.who, c.req.valid('param').id);
    return c.body(null, 204);
  });
