import * as z from 'zod';
import type { CoreState } from '../state.ts';

const tokenSchema = z.object({ access_token: z.string(), expires_in: z.number() });

async function fetchToken({ login, bot }: CoreState) {
  const answer = await fetch(`${login}/oauth2/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`${bot.clientId}:${bot.clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  if (!answer.ok) throw new Error(`no token: ${answer.status}`);
  const { access_token, expires_in } = tokenSchema.parse(await answer.json());
  return { text: access_token, renewAtMs: Date.now() + (expires_in - 60) * 1000 };
}

/** Calls the API as the bot, with a token that is renewed in time. */
export function createBot(state: CoreState, apiOrigin: string) {
  let token = { text: '', renewAtMs: 0 };
  return async function call(method: string, path: string, body?: unknown): Promise<Response> {
    if (Date.now() >= token.renewAtMs) token = await fetchToken(state);
    const headers = { Authorization: `Bearer ${token.text}`, 'Content-Type': 'application/json' };
    return fetch(`${apiOrigin}${path}`, {
      ...{ method, headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  };
}
