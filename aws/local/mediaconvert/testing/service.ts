import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { serve } from '@hono/node-server';
import { createFaults } from '../../faults.ts';
import { findFfmpeg, type Tools } from '../../ffmpeg/find-ffmpeg.ts';
import type { AwsEvent } from '../../ports.ts';
import { createMediaConvert, type MediaConvertOptions } from '../mediaconvert.ts';
import { createFakeStore } from './store.ts';

let found: Promise<Tools> | undefined;
/** The self-test takes a moment: once a test file is enough. */
export const tools = () => {
  found ??= findFfmpeg();
  return found;
};

export type Service = Awaited<ReturnType<typeof startService>>;

/** The stand-in behind a real address with the official client before it, and everything it says kept. */
export async function startService(
  options: Partial<MediaConvertOptions> & { tools?: Tools; folder?: string; started?: boolean } = {},
) {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'shark-mediaconvert-')));
  const store = createFakeStore(join(folder, 'store'));
  const events: AwsEvent[] = [];
  const faults = createFaults();
  const clock = { offsetMs: 0, now: () => Date.now() + clock.offsetMs };
  const mediaconvert = createMediaConvert({
    dataDir: folder,
    clock,
    faults,
    store,
    bus: { put: async (event) => void events.push(structuredClone(event)) },
    region: 'eu-west-1',
    tools: options.tools ?? (await tools()),
    preset: 'superfast',
    statusEveryMs: 50,
    ...options,
  });
  const serverOptions = { keepAliveTimeout: 60_000 };
  const server = serve({ fetch: mediaconvert.app.fetch, port: 0, hostname: '127.0.0.1', serverOptions });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new MediaConvertClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  if (options.started !== false) mediaconvert.start();

  const statuses = (id: string) =>
    events.filter((event) => event.detail['jobId'] === id).map((event) => String(event.detail['status']));
  const eventOf = (id: string, status: string) =>
    events.find((event) => event.detail['jobId'] === id && event.detail['status'] === status);

  return {
    ...mediaconvert,
    folder,
    store,
    events,
    faults,
    clock,
    client,
    address: `http://127.0.0.1:${port}`,
    statuses,
    eventOf,
    /** Waits for one of the statuses; gives that event's detail. */
    async settled(id: string, wanted = ['COMPLETE', 'ERROR', 'CANCELED'], timeoutMs = 40_000) {
      const until = Date.now() + timeoutMs;
      for (;;) {
        const event = wanted.map((status) => eventOf(id, status)).find(Boolean);
        if (event) return event.detail;
        if (Date.now() > until) throw new Error(`${id} is still at ${statuses(id).join(', ')}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    /** Stops it; `keep` leaves the folder for the next one. */
    async stop({ keep = false } = {}) {
      client.destroy();
      server.close();
      await mediaconvert.close();
      if (!keep) await rm(folder, { recursive: true, force: true });
    },
  };
}
