import { type Context, Hono } from 'hono';
import { addCaptionsSchema } from '../../../shared/caption-track.ts';
import type { VideoItem } from '../../../shared/catalog-item.ts';
import { historyQuerySchema, rollbackSchema } from '../../../shared/versions.ts';
import { addCaptions, removeCaptions } from '../captions/captions.ts';
import { etagOf, toVideo } from '../catalog/views.ts';
import type { AppEnv } from '../context.ts';
import { body, captionParam, idParam, jpegBody, jsonBody, noQuery, query } from '../middleware/input.ts';
import { privateResponse } from '../middleware/private-response.ts';
import { freshPerson, requireScope } from '../middleware/session.ts';
import { setOwnPoster } from '../posters/posters.ts';
import { restoreVideo } from '../trash/trash.ts';
import { listHistory, listVersions } from '../versions/list.ts';
import { retryVideo } from '../versions/retry.ts';
import { rollBack } from '../versions/rollback.ts';
import { sourceLink } from '../versions/source.ts';

/** The video as those who manage see it, with its ETag. */
function managed(c: Context<AppEnv>, item: VideoItem) {
  c.header('ETag', etagOf(item));
  return toVideo(item, c.var.services.settings.MEDIA_ORIGIN, true);
}

const managing = [privateResponse(), requireScope('videos/manage'), freshPerson()] as const;

/** `/api/videos/:id/…`: what was made of a video, from what, and what happened to it; for those who manage. */
export const versions = new Hono<AppEnv>()
  .post('/:id/retry', ...managing, idParam(), noQuery(), async (c) =>
    c.json(managed(c, await retryVideo(c.var.services, c.var.who, c.req.valid('param').id)), 202),
  )
  .post('/:id/restore', ...managing, idParam(), noQuery(), async (c) =>
    c.json(managed(c, await restoreVideo(c.var.services, c.var.who, c.req.valid('param').id)), 202),
  )
  .post('/:id/rollback', ...managing, idParam(), noQuery(), jsonBody(), body(rollbackSchema), async (c) => {
    const { version } = c.req.valid('json');
    return c.json(managed(c, await rollBack(c.var.services, c.var.who, c.req.valid('param').id, version)));
  })
  .get('/:id/versions', ...managing, idParam(), noQuery(), async (c) =>
    c.json(await listVersions(c.var.services, c.var.who, c.req.valid('param').id)),
  )
  .get('/:id/events', ...managing, idParam(), query(historyQuerySchema), async (c) =>
    c.json(await listHistory(c.var.services, c.var.who, c.req.valid('param').id, c.req.valid('query'))),
  )
  .get('/:id/source', ...managing, idParam(), noQuery(), async (c) => {
    c.header('Cache-Control', 'private, no-store');
    return c.json(await sourceLink(c.var.services, c.var.who, c.req.valid('param').id));
  })
  .put('/:id/poster', ...managing, idParam(), noQuery(), jpegBody(), async (c) => {
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    return c.json(managed(c, await setOwnPoster(c.var.services, c.var.who, c.req.valid('param').id, bytes)));
  })
  .post('/:id/captions', ...managing, idParam(), noQuery(), jsonBody(), body(addCaptionsSchema), async (c) =>
    c.json(await addCaptions(c.var.services, c.var.who, c.req.valid('param').id, c.req.valid('json')), 201),
  )
  .delete('/:id/captions/:captionId', ...managing, captionParam(), noQuery(), async (c) => {
    const { id, captionId } = c.req.valid('param');
    await removeCaptions(c.var.services, c.var.who, id, captionId);
    return c.body(null, 204);
  });
