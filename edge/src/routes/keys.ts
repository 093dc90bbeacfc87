import { type Context, Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { type KeysRequest, keysRequestSchema } from '../../../shared/playback.ts';
import { getVideo } from '../catalog/views.ts';
import type { AppEnv } from '../context.ts';
import { body, jsonBody, noQuery, query } from '../middleware/input.ts';
import { freshPerson, requireScope } from '../middleware/session.ts';
import { grantMedia } from '../signing/grant-media.ts';

/** No body asks for the card images; hono's own reader would take it for malformed JSON. */
const jsonOrNothing = createMiddleware<AppEnv>(async function jsonOrNothing(c, next) {
  const { raw } = c.req;
  if (raw.body && raw.headers.get('content-length') !== '0') return jsonBody()(c, next);
  c.req.raw = new Request(raw.url, { method: raw.method, headers: raw.headers, body: '{}' });
  await next();
});

/** Cookies for one video, if the asker may see it (else `not_found`), or for the card images. */
async function answer(c: Context<AppEnv>, { videoId }: KeysRequest) {
  if (videoId) await getVideo(c.var.services, c.var.who, videoId);
  return c.json(await grantMedia(c, { videoId }));
}

/** `/api/keys`: lets the asker's browser fetch media. The person's item is read uncached: somebody shut out gets none. */
export const keys = new Hono<AppEnv>()
  .use(requireScope('videos/read'), freshPerson())
  .get('/', query(keysRequestSchema), (c) => answer(c, c.req.valid('query')))
  .post('/', noQuery(), jsonOrNothing, body(keysRequestSchema), (c) => answer(c, c.req.valid('json')));
