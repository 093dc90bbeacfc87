import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Core, startCore } from '../core.ts';
import { openListener } from '../listener.ts';
import { visit } from '../testing/house.ts';
import { addSample } from './sample.ts';

const size = { width: 192, height: 108, seconds: 2 };
let dataDir: string;
let core: Core;

/** The API as far as the sample uses it; `edits` are the PATCHes that came. */
async function startApi(statusOf: () => Promise<string>) {
  const edits: unknown[] = [];
  const app = new Hono();
  app.get('/api/videos/:id', async (c) => c.json({ status: await statusOf(), published: edits.length > 0 }));
  app.patch('/api/videos/:id', async (c) => {
    edits.push(await c.req.json());
    return c.json({});
  });
  const listener = await openListener('127.0.0.1', 0);
  listener.answer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  return { origin: `http://127.0.0.1:${listener.port}`, edits, close: listener.close };
}

const statusInTable = async () => {
  const [video] = await visit(core.state).videos();
  return video?.current?.status ?? video?.next?.status ?? 'uploading';
};

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'shark-sample-'));
  core = await startCore({ dataDir, appOrigin: 'http://localhost:8787', scryptCost: 16 });
});

afterEach(async () => {
  await core.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('the sample is dropped, made, published, and not made a second time', async () => {
  const api = await startApi(statusInTable);
  const options = { state: core.state, apiOrigin: api.origin, dataDir, size };
  expect(await addSample(options)).toBe('ready');
  expect(api.edits).toEqual([expect.objectContaining({ published: true, title: 'Drifting plankton' })]);
  const [video] = await visit(core.state).videos();
  expect(video?.current).toMatchObject({ source: { width: 192, height: 108, hasAudio: true } });
  expect(await addSample(options)).toBeNull();
  expect(await visit(core.state).videos()).toHaveLength(1);
  await api.close();
});

test('one that was interrupted is taken up where it was left', async () => {
  const gone = await startApi(async () => 'queued');
  await gone.close();
  const options = { state: core.state, apiOrigin: gone.origin, dataDir, size };
  await expect(addSample(options)).rejects.toThrow();
  expect(existsSync(join(dataDir, 'sample/done'))).toBe(false);

  const api = await startApi(statusInTable);
  expect(await addSample({ ...options, apiOrigin: api.origin })).toBe('ready');
  expect(await visit(core.state).jobs()).toHaveLength(1);
  await api.close();
});
