import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { shark } from '../shark.ts';
import { createTestWorld, temporaryFolder } from '../testing/world.ts';
import type { World } from '../world.ts';

const app = 'https://app.example.com';
const partSizeBytes = 10;

/** A storage that refuses as many PUTs as told; `put` are the parts that arrived. */
async function startStorage(refusals: number) {
  const put: string[] = [];
  let left = refusals;
  const server = createServer(async (request, response) => {
    await request.toArray();
    left -= 1;
    if (left >= 0) return response.writeHead(503).end();
    put.push(request.url ?? '');
    return response.writeHead(200, { etag: `"${request.url}"` }).end();
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, put };
}

/** The API of uploads, with one upload of the id that its file's name gives; names in `refused` are not taken. */
function createApi(storage: string, put: string[], refused: string[]): World['fetch'] {
  const sizes = new Map<string, number>();
  const upload = (id: string) => {
    const sizeBytes = sizes.get(id) ?? 0;
    const partCount = Math.ceil(sizeBytes / partSizeBytes);
    const arrived = put
      .filter((path) => path.startsWith(`/${id}/`))
      .map((path) => Number(path.split('/')[2]));
    const parts = arrived.map((partNumber) => ({
      partNumber,
      etag: `"/${id}/${partNumber}"`,
      sizeBytes: Math.min(partSizeBytes, sizeBytes - (partNumber - 1) * partSizeBytes),
    }));
    return { id, status: 'open', sizeBytes, partSizeBytes, partCount, parts };
  };
  return async (url, init) => {
    const [, id = '', action] = /\/api\/uploads\/?(\w*)\/?(\w*)/.exec(String(url)) ?? [];
    const body = JSON.parse(String(init?.body ?? 'null'));
    if (init?.method === 'GET') return Response.json(upload(id));
    if (action === 'complete') return Response.json({ videoId: id.toUpperCase(), version: 'v' });
    if (action === 'parts') {
      const sign = (partNumber: number) => ({
        partNumber,
        method: 'PUT',
        url: `${storage}/${id}/${partNumber}`,
        headers: {},
      });
      return Response.json({ parts: body.partNumbers.map(sign) });
    }
    if (refused.includes(body.fileName))
      return Response.json(
        { error: { code: 'conflict', message: 'Not this one.', requestId: 'r' } },
        { status: 409 },
      );
    const opened = body.fileName.replace('.mp4', '');
    sizes.set(opened, body.sizeBytes);
    return Response.json(upload(opened), { status: 201 });
  };
}

async function setUp({ refusals = 0, refused = [] as string[] } = {}) {
  const storage = await startStorage(refusals);
  const fetch = createApi(storage.origin, storage.put, refused);
  const home = temporaryFolder();
  const folder = temporaryFolder();
  const write = (name: string, sizeBytes: number) => {
    writeFileSync(join(folder, name), 'x'.repeat(sizeBytes));
    return join(folder, name);
  };
  const run = async (argv: string[]) => {
    const made = createTestWorld({ fetch, home, env: { SHARK_TOKEN: 't', SHARK_SERVICE: app } });
    return { ...made, exitCode: await shark(made.world, ['upload', ...argv]) };
  };
  return { ...storage, write, run };
}

test('every file’s id comes out, in order', async () => {
  const { run, write, put } = await setUp();
  const { exitCode, printed } = await run([write('a.mp4', 25), write('b.mp4', 5)]);
  expect({ exitCode, printed }).toEqual({ exitCode: 0, printed: ['A  a.mp4', 'B  b.mp4'] });
  expect(put.toSorted()).toEqual(['/a/1', '/a/2', '/a/3', '/b/1']);
});

test('a storage that is busy for a while is asked again', async () => {
  const { run, write, put } = await setUp({ refusals: 4 });
  const { exitCode, screen } = await run([write('a.mp4', 25)]);
  expect(exitCode).toBe(0);
  expect(screen()).toContain('the connection broke; trying again');
  expect(put.toSorted()).toEqual(['/a/1', '/a/2', '/a/3']);
});

test('one that stays away ends it; later only the parts that are missing are sent', async () => {
  const { run, write, put } = await setUp({ refusals: 20 });
  const path = write('a.mp4', 45);
  const first = await run([path]);
  expect(first.exitCode).toBe(1);
  expect(first.screen()).toMatch(/storage answered 503.\n {2}What was sent is kept/);
  let ended = await run([path]);
  while (ended.exitCode !== 0) ended = await run([path]);
  expect(ended.printed).toEqual(['A  a.mp4']);
  expect(put.toSorted()).toEqual(['/a/1', '/a/2', '/a/3', '/a/4', '/a/5']);
});

test('a file that is refused does not keep the others back', async () => {
  const { run, write } = await setUp({ refused: ['a.mp4'] });
  const { exitCode, printed, screen } = await run([write('a.mp4', 5), write('b.mp4', 5)]);
  expect({ exitCode, printed }).toEqual({ exitCode: 1, printed: ['B  b.mp4'] });
  expect(screen()).toMatch(/a\.mp4: Not this one\.\n {2}Read it again/);
});

test('nothing is sent when one of the files cannot be', async () => {
  const { run, write, put } = await setUp();
  const { exitCode, screen } = await run([write('a.mp4', 5), write('notes.txt', 5)]);
  expect(exitCode).toBe(2);
  expect(screen()).toMatch(/notes\.txt: Files ending in \.txt are not taken\.\n {2}Nothing was sent/);
  expect(put).toEqual([]);
});
