import type { Membership } from './auth/membership.ts';
import type { Services } from './services.ts';

/** What the Worker is bound to: its vars and secrets (read by `env.ts`) and the browser's files. */
export type Bindings = Record<string, unknown> & { ASSETS?: { fetch(request: Request): Promise<Response> } };

/** Hono's types for the whole app: `who` is there behind the session middleware only. */
export type AppEnv = {
  Bindings: Bindings;
  Variables: { requestId: string; services: Services; who: Membership };
};
