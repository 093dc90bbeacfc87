import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { build } from 'esbuild';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { issuer } from '../../../edge/src/routes/issuer.ts';
import type {} from '../../../edge/test/isolate-worker.ts';
import { type Listener, openListener } from '../listener.ts';
import { type Endpoint, openEndpoint } from './testing/endpoint.ts';
import { createIssuerKey } from './worker-role.ts';

/** How long our issuer takes to answer, in ms: the time in which requests find a call under way. */
const slownessMs = 300;

let script: string;
let listener: Listener;
let aws: Endpoint;
let worker: Miniflare;
let url: string;
let asked: number;

beforeAll(async () => {
  const entry = join(import.meta.dirname, '../../../edge/test/isolate-worker.ts');
  const built = await build({ entryPoints: [entry], bundle: true, write: false, format: 'esm' });
  script = built.outputFiles[0]?.text ?? '';
});

beforeEach(async () => {
  listener = await openListener('127.0.0.1', 0);
  const vars = { APP_ORIGIN: `http://localhost:${listener.port}`, ISSUER_PRIVATE_KEY: createIssuerKey() };
  asked = 0;
  const answer = async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith('/jwks.json')) asked++;
    await sleep(slownessMs);
    return issuer.request(pathname.replace('/.well-known', ''), {}, vars);
  };
  listener.answer(getRequestListener(answer, { overrideGlobalObjects: false }));
  aws = await openEndpoint(vars.APP_ORIGIN);
  const bindings = {
    ...vars,
    ROLE_ARN: aws.role.arn,
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: aws.endpoint,
  };
  const options = { modules: true, script, compatibilityDate: '2026-11-01', bindings, name: 'isolate' };
  worker = new Miniflare(convertV4MiniflareOptions({ workers: [options] }));
  url = (await worker.ready).href;
});

afterEach(async () => {
  await worker.dispose();
  await aws.close();
  await listener.close();
});

const keyOf = async () => (await fetch(url)).text();

test('twenty requests of one isolate share one call to STS', async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, keyOf));
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^ASIA/);
  expect(asked).toBe(1);
});

test('a request that goes away does not take the others with it', { timeout: 40_000 }, async () => {
  const cancel = new AbortController();
  const gone = fetch(url, { signal: cancel.signal }).catch(() => null);
  await sleep(slownessMs / 2);
  const waiting = keyOf();
  cancel.abort();
  expect(await gone).toBeNull();
  expect(await waiting).toMatch(/^ASIA/);
});
