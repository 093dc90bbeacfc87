import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import type { AppEnv, Bindings } from './context.ts';
import { log } from './middleware/log.ts';
import { notFound, onError } from './middleware/on-error.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { auth } from './routes/auth.ts';
import { client } from './routes/client.ts';
import { health } from './routes/health.ts';
import { help } from './routes/help.tsx';
import { issuer } from './routes/issuer.ts';
import { keys } from './routes/keys.ts';
import { me } from './routes/me.ts';
import { openapi } from './routes/openapi.ts';
import { pages } from './routes/pages.tsx';
import { people } from './routes/people.ts';
import { positions } from './routes/positions.ts';
import { spend } from './routes/spend.ts';
import { trash } from './routes/trash.ts';
import { uploads } from './routes/uploads.ts';
import { versions } from './routes/versions.ts';
import { videos } from './routes/videos.ts';
import { type Services, servicesOf } from './services.ts';

/** The whole Worker as a list of routes; `services` gives what they work with, by the Worker's vars and secrets. */
export function createApp(services: (env: Bindings) => Services = servicesOf) {
  return new Hono<AppEnv>()
    .onError(onError)
    .notFound(notFound)
    .use(requestId())
    .route('/.well-known', issuer)
    .use(async (c, next) => {
      c.set('services', services(c.env));
      await next();
    })
    .use(log(), securityHeaders())
    .route('/api/health', health)
    .route('/api/openapi.json', openapi)
    .route('/api/client', client)
    .route('/api/me', me)
    .route('/api/videos', videos)
    .route('/api/videos', positions)
    .route('/api/videos', versions)
    .route('/api/trash', trash)
    .route('/api/spend', spend)
    .route('/api/uploads', uploads)
    .route('/api/keys', keys)
    .route('/api/people', people)
    .route('/auth', auth)
    .route('/auth/help', help)
    .route('/', pages);
}

/** The routes with what goes in and comes out, for the typed client `hc<AppType>`. */
export type AppType = ReturnType<typeof createApp>;
