import { hc } from 'hono/client';
import type { AppType } from '../edge/src/app.ts';
import { refusalOf, unanswered } from '../shared/refusal.ts';
import type { Credentials } from './auth/credentials.ts';
import type { World } from './world.ts';

type Sent = { body?: unknown; signal?: AbortSignal };

/** The API of a service in the name of somebody. What is no success is thrown as a `Refusal`. */
export function createApi(
  { fetch, signal: stopped }: Pick<World, 'fetch' | 'signal'>,
  { app, credentials }: { app: string; credentials: Credentials },
) {
  async function ask(url: string | URL, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${await credentials.token()}`);
    const signal = init.signal ?? stopped;
    return fetch(url, { ...init, headers, signal }).catch(() => {
      throw signal.aborted ? signal.reason : unanswered();
    });
  }

  /** A 401 gets a new token and asks once more. */
  async function request(url: string | URL, init: RequestInit = {}): Promise<Response> {
    let response = await ask(url, init);
    if (response.status === 401 && (await credentials.renew())) response = await ask(url, init);
    if (!response.ok) throw await refusalOf(response);
    return response;
  }

  return {
    /** The typed client: paths, bodies and answers are the routes' own types. */
    typed: hc<AppType>(app, {
      fetch: (input: string | URL | Request, init?: RequestInit) =>
        request(input instanceof Request ? input.url : input, init),
    }).api,
    /** For the transfer of files, which knows the API by its paths. */
    async send<T>(method: string, path: string, { body, signal }: Sent = {}): Promise<T> {
      const json = { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
      const sent = { ...(body === undefined ? {} : json), ...(signal ? { signal } : {}) };
      const text = await (await request(`${app}${path}`, { method, ...sent })).text();
      return JSON.parse(text || 'null');
    },
  };
}

export type Api = ReturnType<typeof createApi>;
