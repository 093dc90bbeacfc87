import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../testing/world.ts';
import { putPart } from './put-part.ts';

/** A storage that answers like this. */
async function storage(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/part`;
}

function put(url: string, { signal = new AbortController().signal, onSent = (_: number) => {} } = {}) {
  const path = join(temporaryFolder(), 'a.mp4');
  writeFileSync(path, '0123456789');
  const part = { partNumber: 1, method: 'PUT' as const, url, headers: { 'x-a': 'b' }, expiresAt: '' };
  return putPart(part, { path, start: 2, end: 7 }, { onSent, signal });
}

test('sends the piece with its length, tells what is sent and gives the ETag', async () => {
  const seen: unknown[] = [];
  const url = await storage(async (request, response) => {
    const chunks = await request.toArray();
    seen.push(
      request.method,
      request.headers['content-length'],
      request.headers['x-a'],
      Buffer.concat(chunks).toString(),
    );
    response.writeHead(200, { etag: '"e1"' }).end();
  });
  const sent: number[] = [];
  expect(await put(url, { onSent: (bytes) => sent.push(bytes) })).toBe('"e1"');
  expect(seen).toEqual(['PUT', '5', 'b', '23456']);
  expect(sent.at(-1)).toBe(5);
});

test.each<[string, RequestListener, RegExp]>([
  ['a refusal', (_, response) => void response.writeHead(403).end(), /answered 403/],
  ['a refusal without ETag', (_, response) => void response.writeHead(200).end(), /answered 200/],
  ['a broken connection', (request) => void request.socket.destroy(), /connection to the storage broke/],
])('%s fails, and says that what was sent is kept', async (_, answer, words) => {
  await expect(put(await storage(answer))).rejects.toMatchObject({
    message: expect.stringMatching(words),
    remedy: expect.stringMatching(/is kept/),
  });
});

test('stops when it is told to', async () => {
  const stop = new AbortController();
  const url = await storage(() => stop.abort(new Error('stopped')));
  await expect(put(url, { signal: stop.signal })).rejects.toThrow('stopped');
});
