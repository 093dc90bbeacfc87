import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { createTokenStore } from '../auth/token-store.ts';
import { shark } from '../shark.ts';
import { createTestWorld } from '../testing/world.ts';
import type { World } from '../world.ts';

const app = 'https://app.example.com';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/** A service and its sign-in pages; `exchange` is what the code is exchanged for. */
async function setUp(exchange: object | null, over: Partial<World> = {}) {
  const port = await freePort();
  const forms: URLSearchParams[] = [];
  const answers: Record<string, (init?: RequestInit) => Response> = {
    [`${app}/api/client`]: () =>
      Response.json({
        ...{ app, login: 'https://login.example.com', cliClientId: 'cli', redirectPorts: [port] },
        scopes: ['openid', 'videos/read'],
      }),
    'https://login.example.com/oauth2/token': (init) => {
      forms.push(new URLSearchParams(String(init?.body)));
      return exchange ? Response.json(exchange) : Response.json({ error: 'invalid_grant' }, { status: 400 });
    },
    [`${app}/api/me`]: () =>
      Response.json({ kind: 'person', email: 'ada@example.com', org: 'shark', role: 'admin', scopes: [] }),
  };
  const fetch: World['fetch'] = async (url, init) =>
    answers[String(url)]?.(init) ?? new Response('', { status: 404 });
  const untilAborted = async (_: number, signal: AbortSignal) => {
    if (!signal.aborted) await once(signal, 'abort');
    throw signal.reason;
  };
  const made = createTestWorld({ fetch, wait: untilAborted, ...over });
  return { ...made, port, forms, store: createTokenStore(made.world) };
}

const tokens = { access_token: 'a', refresh_token: 'r', expires_in: 900 };
const cameBack = (asked: string, query: Record<string, string>) => {
  const { searchParams } = new URL(asked);
  const state = searchParams.get('state') ?? '';
  return `${searchParams.get('redirect_uri')}?${new URLSearchParams({ state, ...query })}`;
};

test('opens the browser, takes the code it comes back with, and proves that it asked for it', async () => {
  const asked: string[] = [];
  const openBrowser = (url: string) => {
    asked.push(url);
    void fetch(cameBack(url, { code: 'c1' }));
  };
  const { world, printed, port, forms, store } = await setUp(tokens, { openBrowser });
  expect(await shark(world, ['login', app])).toBe(0);
  expect(printed).toEqual([`Signed in at ${app} as ada@example.com (admin).`]);
  const { searchParams } = new URL(asked[0] ?? '');
  expect(Object.fromEntries(searchParams)).toMatchObject({
    ...{
      response_type: 'code',
      client_id: 'cli',
      scope: 'openid videos/read',
      code_challenge_method: 'S256',
    },
    redirect_uri: `http://localhost:${port}/callback`,
  });
  const verifier = forms[0]?.get('code_verifier') ?? '';
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  expect(searchParams.get('code_challenge')).toBe(Buffer.from(digest).toString('base64url'));
  expect(Object.fromEntries(forms[0] ?? [])).toMatchObject({ grant_type: 'authorization_code', code: 'c1' });
  expect(store.find(app)).toMatchObject({ accessToken: 'a', refreshToken: 'r', expiresAt: 900_000 });
  expect(store.current()).toBe(app);
});

test('--no-browser takes the address that a browser elsewhere ended at; another sign-in’s is refused', async () => {
  let screen = () => '';
  const lines = [
    () => 'http://localhost:14000/callback?code=c9&state=other',
    () => cameBack(/https:\S+/.exec(screen())?.[0] ?? '', { code: 'c1' }),
  ];
  const input = { isTty: true, line: async () => lines.shift()?.() ?? null, all: async () => '' };
  const opened: string[] = [];
  const made = await setUp(tokens, { input, openBrowser: (url) => void opened.push(url) });
  screen = made.screen;
  expect(await shark(made.world, ['login', app, '--no-browser'])).toBe(0);
  expect(opened).toEqual([]);
  expect(made.screen()).toContain('does not belong to this sign-in');
  expect(made.forms[0]?.get('code')).toBe('c1');
});

test.each<[string, object | null, Record<string, string>, RegExp]>([
  ['the pages refuse', tokens, { error: 'access_denied' }, /refused: access_denied/],
  ['the code is not taken', null, { code: 'c1' }, /took the code for none of its own/],
])('when %s nobody is signed in', async (_, exchange, query, words) => {
  const openBrowser = (url: string) => void fetch(cameBack(url, query));
  const { world, screen, store } = await setUp(exchange, { openBrowser });
  expect(await shark(world, ['login', app])).toBe(3);
  expect(screen()).toMatch(words);
  expect(store.find(app)).toBeNull();
});

test('nobody who waits longer than the pages live', async () => {
  const { world, screen } = await setUp(tokens, { wait: async () => undefined });
  expect(await shark(world, ['login', app])).toBe(1);
  expect(screen()).toMatch(/within ten minutes.\n {2}Run `shark login` again/);
});

test('Ctrl-C while the browser is open', async () => {
  const made = await setUp(tokens, { openBrowser: () => made.stop() });
  expect(await shark(made.world, ['login', app])).toBe(130);
});
