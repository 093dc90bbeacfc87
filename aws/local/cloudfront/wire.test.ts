import { createSign } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { serve } from '@hono/node-server';
import { afterAll, expect, test } from 'vitest';
import type { ObjectStore } from '../ports.ts';
import { createCdn } from './cdn.ts';
import file from './vectors.json' with { type: 'json' };

const MiB = 1024 ** 2;
const unused = () => Promise.reject(new Error('the CDN only reads'));
let produced = 0;
let source: Readable | undefined;

/** An object far larger than what a test would want in memory. */
const store: ObjectStore = {
  head: async (_bucket, key) => ({
    key,
    sizeBytes: 4096 * MiB,
    etag: 'big',
    contentType: 'video/mp4',
    cacheControl: null,
    lastModifiedMs: 0,
    metadata: {},
  }),
  read: async () => {
    source = new Readable({
      read() {
        produced += MiB;
        this.push(Buffer.alloc(MiB));
      },
    });
    return source;
  },
  filePath: unused,
  putFile: unused,
  list: unused,
};

const host = 'media.shark.localhost:8788';
const { app } = createCdn({
  store,
  bucket: 'media',
  publicKeys: { K: file.keys.ec.publicKey },
  allowedOrigins: [],
  clock: { now: () => 0 },
  mediaOrigin: `http://${host}`,
});
const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
afterAll(() => server.close());

const policy = `{"Statement":[{"Resource":"http://${host}/shark/v/A/*","Condition":{"DateLessThan":{"AWS:EpochTime":60}}}]}`;
const own = (base64: string) => base64.replaceAll('+', '-').replaceAll('=', '_').replaceAll('/', '~');
const signature = createSign('sha1').update(policy).sign(file.keys.ec.testOnlyPrivateKey, 'base64');
const cookie = `CloudFront-Policy=${own(btoa(policy))}; CloudFront-Signature=${own(signature)}; CloudFront-Key-Pair-Id=K`;

async function ask(method: string, headers: Record<string, string>) {
  if (!server.listening) await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const asked = request({ port, host: '127.0.0.1', method, path: '/shark/v/A/big.mp4', headers }).end();
  const [response] = await once(asked, 'response');
  return response;
}

test('a request is judged by the host it names', async () => {
  expect((await ask('HEAD', { host, cookie })).statusCode).toBe(200);
  expect((await ask('HEAD', { host: 'localhost:8788', cookie })).statusCode).toBe(403);
});

test('HEAD tells the length', async () => {
  const { headers } = await ask('HEAD', { host, cookie });
  expect(headers['content-length']).toBe(String(4096 * MiB));
});

test('a viewer who leaves stops the reading, and a slow one does not make it run ahead', async () => {
  const response = await ask('GET', { host, cookie });
  await once(response, 'readable');
  response.destroy();
  await expect.poll(() => source?.destroyed).toBe(true);
  expect(produced).toBeLessThan(64 * MiB);
});
