import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { listVideosQuerySchema, videoPatchSchema } from '../../../shared/video.ts';
import { mayManage } from '../auth/membership.ts';
import { editVideo } from '../catalog/edit.ts';
import { readVisible } from '../catalog/videos.ts';
import { etagOf, listVideos, toVideo } from '../catalog/views.ts';
import type { AppEnv } from '../context.ts';
import { body, idParam, jsonBody, noQuery, query } from '../middleware/input.ts';
import { privateResponse } from '../middleware/private-response.ts';
import { freshPerson, requireScope } from '../middleware/session.ts';
import { deleteVideo } from '../trash/trash.ts';

export const videos = new Hono<AppEnv>()
  .use(privateResponse())
  .get('/', requireScope('videos/read'), query(listVideosQuerySchema), etag(), async (c) =>
    c.json(await listVideos(c.var.services, c.var.who, c.req.valid('query'))),
  )
  .get('/:id', requireScope('videos/read'), idParam(), noQuery(), etag(), async (c) => {
    const { services, who } = c.var;
    const item = await readVisible(services, who, c.req.valid('param').id);
    c.header('ETag', etagOf(item));
    return c.json(toVideo(item, services.settings.MEDIA_ORIGIN, mayManage(who)));
  })
  .patch(
    '/:id',
    requireScope('videos/manage'),
    freshPerson(),
    idParam(),
    noQuery(),
    jsonBody(),
    body(videoPatchSchema),
    async (c) => {
      const { services, who } = c.var;
      const ifMatch = c.req.header('If-Match');
      const edited = await editVideo(services, who, c.req.valid('param').id, c.req.valid('json'), ifMatch);
      c.header('ETag', etagOf(edited));
      return c.json(toVideo(edited, services.settings.MEDIA_ORIGIN, true));
    },
  )
  .delete('/:id', requireScope('videos/manage'), freshPerson(), idParam(), noQuery(), async (c) => {
    await deleteVideo(c.var.services, c.var.who, c.req.valid('param').id);
    return c.body(null, 204);
  });
