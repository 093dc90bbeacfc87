import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { createAdaptorServer } from '@hono/node-server';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import * as z from 'zod';
import type { Mail } from '../ports.ts';
import { type Client, createCognito } from './cognito.ts';

export const poolId = 'eu-west-1_TestPool1';
export const appOrigin = 'http://localhost:1';
export const redirectUri = `${appOrigin}/auth/callback`;
export const goodPassword = 'Correct-horse-1';

const day = 86_400_000;
export const days = (count: number) => count * day;

const client = (id: string, rest: Partial<Client>): Client => ({
  id,
  name: id,
  flows: ['code'],
  redirectUris: [redirectUri],
  logoutUris: [`${appOrigin}/`],
  scopes: ['openid', 'email', 'videos/read', 'videos/manage'],
  explicitAuthFlows: [],
  accessTokenMinutes: 15,
  refreshRotation: true,
  ...rest,
});

const clients = [
  client('web', {}),
  client('cli', {
    explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH'],
    refreshRotation: false,
  }),
  client('bot', {
    secret: 'bot-secret',
    flows: ['client_credentials'],
    redirectUris: [redirectUri],
    scopes: ['videos/read', 'videos/manage'],
    explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
  }),
];

async function listen(fetch: (request: Request) => Response | Promise<Response>) {
  const server = createAdaptorServer({ fetch });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return { origin, close: () => server.close() };
}

/** A pool on ephemeral ports with a clock to move and a mailbox to read; its API as the SDK's client. */
export async function startPool() {
  const dataDir = mkdtempSync(join(tmpdir(), 'cognito-'));
  const clock = { ms: Date.UTC(2026, 0, 1), now: () => clock.ms };
  const mails: Mail[] = [];
  const mailer = {
    send: async (mail: Mail) => {
      mails.push(mail);
      return { id: String(mails.length) };
    },
  };
  const login = await listen((request) => cognito.login.fetch(request));
  const aws = await listen((request) => cognito.api.fetch(request));
  const settings = {
    dataDir,
    clock,
    mailer,
    region: 'eu-west-1',
    poolId,
    issuer: `${aws.origin}/${poolId}`,
    loginOrigin: login.origin,
    appOrigin,
    clients,
    scryptCost: 16,
  };
  const cognito = createCognito(settings);
  const sdk = new CognitoIdentityProviderClient({
    region: 'eu-west-1',
    endpoint: aws.origin,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const verify = async (token: string) => {
    const answer = await cognito.wellKnown.request(`/${poolId}/.well-known/jwks.json`);
    const keys = (await answer.json()) as JSONWebKeySet;
    const options = { algorithms: ['RS256'], currentDate: new Date(clock.ms), issuer: settings.issuer };
    return (await jwtVerify(token, createLocalJWKSet(keys), options)).payload;
  };
  return {
    ...cognito,
    settings,
    clock,
    mails,
    sdk,
    aws: aws.origin,
    origin: login.origin,
    verify,
    browser: () => createBrowser(login.origin),
    token: (form: Record<string, string>, headers: Record<string, string> = {}) =>
      fetch(`${login.origin}/oauth2/token`, { method: 'POST', body: new URLSearchParams(form), headers }),
    stop() {
      sdk.destroy();
      login.close();
      aws.close();
      cognito.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}
export type TestPool = Awaited<ReturnType<typeof startPool>>;

/** The password or code of the last mail. */
export const secretOf = (mail: Mail | undefined) =>
  /(?:Temporary password|Your code): *(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';

export type Visit = { status: number; url: string; text: string; location: string | null; headers: Headers };

/** A browser without script: keeps cookies, follows redirects on the sign-in origin, sends forms with their hidden fields. */
function createBrowser(origin: string) {
  const jar = new Map<string, string>();
  async function visit(url: string, init: RequestInit = {}): Promise<Visit> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(init.headers as Record<string, string> | undefined), ...(cookie && { cookie }) };
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0/.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    const location = answer.headers.get('location');
    const target = location === null ? null : new URL(location, url).href;
    if (target?.startsWith(`${origin}/`)) return visit(target);
    const { status } = answer;
    return { status, url, text: await answer.text(), location: target, headers: answer.headers };
  }
  function submit(page: Visit, fields: Record<string, string>, headers: Record<string, string> = { origin }) {
    const action = /<form method="post" action="([^"]+)"/.exec(page.text)?.[1] ?? '/no-form';
    const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(
      ([, name = '', value = '']) => [name, value] as [string, string],
    );
    const body = new URLSearchParams([...hidden, ...Object.entries(fields)]);
    return visit(new URL(action, origin).href, { method: 'POST', body, headers });
  }
  return { jar, visit: (path: string) => visit(new URL(path, origin).href), submit };
}
export type Browser = ReturnType<typeof createBrowser>;

/** A pkce pair and the path of an authorization request made with it; null leaves a parameter out. */
export function authorization(changes: Record<string, string | null> = {}) {
  const verifier = randomBytes(32).toString('base64url');
  const params = Object.entries({
    response_type: 'code',
    client_id: 'web',
    redirect_uri: redirectUri,
    scope: 'openid email videos/read',
    state: 'st&te',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...changes,
  }).filter((entry): entry is [string, string] => entry[1] !== null);
  return { verifier, path: `/oauth2/authorize?${new URLSearchParams(params)}` };
}

/** The parameters the app got back, of a visit that ended there. */
export const returned = ({ location }: Visit) =>
  Object.fromEntries(new URL(location ?? 'none:').searchParams);

/** Signs a confirmed person in and gives the code. */
export async function signIn(pool: TestPool, email: string, changes: Record<string, string | null> = {}) {
  const { verifier, path } = authorization(changes);
  const browser = pool.browser();
  const page = await browser.visit(path);
  const back = await browser.submit(page, { username: email, password: goodPassword });
  return { browser, verifier, code: returned(back)['code'] ?? '' };
}

const tokensSchema = z.object({
  access_token: z.string(),
  id_token: z.string(),
  refresh_token: z.string(),
  expires_in: z.literal(900),
  token_type: z.literal('Bearer'),
});

export const exchangeForm = (code: string, verifier: string) => ({
  grant_type: 'authorization_code',
  client_id: 'web',
  code,
  redirect_uri: redirectUri,
  code_verifier: verifier,
});

/** Signs in and exchanges the code. */
export async function tokensOf(pool: TestPool, email: string) {
  const { code, verifier } = await signIn(pool, email);
  const answer = await pool.token(exchangeForm(code, verifier));
  return { ...tokensSchema.parse(await answer.json()), code, verifier };
}
