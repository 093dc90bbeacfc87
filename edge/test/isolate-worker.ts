import { createCredentials } from '../src/credentials/credentials.ts';
import type { Settings } from '../src/env.ts';

let credentials: ReturnType<typeof createCredentials> | undefined;

/** As much of the Worker as it takes to ask for credentials: one isolate, many requests. */
export default {
  async fetch(_: Request, env: Record<string, string>): Promise<Response> {
    credentials ??= createCredentials(env as unknown as Settings, {
      clock: { now: () => Date.now() },
      fetch: (url, init) => fetch(url, init),
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    });
    return new Response((await credentials()).accessKeyId);
  },
};
