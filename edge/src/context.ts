import type { Membership } from './auth/membership.ts';
import type { LimitName, RateLimiter } from './middleware/rate-limit.ts';
import type { IndexNamespace } from './search/search.ts';
import type { Services } from './services.ts';

/** What the Worker is bound to: its vars and secrets (read by `env.ts`), files, counters of requests, search indexes. */
export type Bindings = Record<string, unknown> & {
  ASSETS?: { fetch(request: Request): Promise<Response> };
  CATALOG_INDEX?: IndexNamespace;
} & { [name in LimitName]?: RateLimiter };

/** Hono's types for the whole app: `who` is there behind the session middleware only. */
export type AppEnv = {
  Bindings: Bindings;
  Variables: { requestId: string; services: Services; who: Membership };
};
