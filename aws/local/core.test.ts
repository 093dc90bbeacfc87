import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, parse } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { envSchema } from '../../edge/src/env.ts';
import type { VideoItem } from '../../shared/catalog-item.ts';
import { type Core, startCore } from './core.ts';
import { cookiesFor, makeClip, visit } from './testing/house.ts';
import { createMedia } from './testing/media/media.ts';
import { pictures } from './testing/media/pictures.ts';
import { troubleRows, troubles } from './testing/media/troubles.ts';

let dataDir: string;
let core: Core;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'shark-core-'));
  core = await startCore({ dataDir, appOrigin: 'http://localhost:8787', scryptCost: 16 });
});

afterEach(async () => {
  await core.close();
  await rm(dataDir, { recursive: true, force: true });
});

test('a dropped file becomes HLS that only signed cookies open', async () => {
  const clip = join(dataDir, 'clip.mp4');
  await makeClip(clip, '320x180', 3);
  const house = visit(core.state);
  await house.drop('Holidays/My movie.mp4', await readFile(clip));
  const video = await house.videoWhen(
    ({ current, next }) => current?.status === 'ready' || next?.status === 'failed',
  );
  expect(video).toMatchObject({ title: 'My movie', published: false });
  expect(video.current?.made.renditions.map(({ height }) => height)).toContain(180);
  expect(await house.jobs()).toHaveLength(1);

  const { media } = core.state;
  const hls = `${media}/${video.current?.made.hlsPath}`;
  expect((await fetch(hls)).status).toBe(403);
  const keys = { keyPairId: core.state.keyPairId, privateKey: core.workerVars['SIGNING_PRIVATE_KEY'] ?? '' };
  const folder = `${media}/shark/v/${video.videoId}/`;
  const open = (url: string, opened = folder) =>
    fetch(url, { headers: { Cookie: cookiesFor(opened, keys) } });
  const master = await open(hls);
  expect(master.headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
  const playlist = /^[^#\n]+\.m3u8$/m.exec(await master.text())?.[0] ?? '';
  const segments = await open(new URL(playlist, hls).href);
  const segment = /^[^#\n]+$/m.exec(await segments.text())?.[0] ?? '';
  expect((await open(new URL(segment, hls).href)).status).toBe(200);
  expect((await open(hls, `${media}/shark/v/another/`)).status).toBe(403);
});

test('of a drawing whose smaller renditions take more, those are offered whose bandwidth rises', async () => {
  const house = visit(core.state);
  const media = await createMedia();
  await house.drop('drawing.mp4', await readFile(await pictures.drawing(media)));
  const { current } = await house.videoWhen(
    (one) => one.current !== undefined || one.next?.status === 'failed',
  );
  const { renditions = [], warnings = [], hlsPath, dashPath } = current?.made ?? {};
  const bandwidths = renditions.toSorted((a, b) => a.height - b.height).map((one) => one.bandwidthBps);
  expect(bandwidths).toEqual([...new Set(bandwidths)].toSorted((a, b) => a - b));
  expect(warnings.map(({ code }) => code)).toContain('rendition_left_out');
  const said = async (path: string | null | undefined, size: RegExp) =>
    [...(await house.mediaText(path ?? '')).matchAll(size)].map(([, height]) => Number(height));
  const offered = renditions.map(({ height }) => height);
  expect(await said(hlsPath, /RESOLUTION=\d+x(\d+)/g)).toEqual(offered);
  expect(await said(dashPath, /<Representation [^>]*height="(\d+)"/g)).toEqual(offered);
  await media.clean();
});

test('a file of every kind of trouble fails with its reason within 15 s', async () => {
  const house = visit(core.state);
  const media = await createMedia();
  const expected: Record<string, string> = {};
  for (const [name, code] of troubleRows) {
    const path = await troubles[name](media);
    await house.drop(basename(path), await readFile(path));
    expected[parse(path).name] = code;
  }
  const droppedAt = performance.now();
  const over = (videos: VideoItem[]) =>
    videos.length === troubleRows.length && videos.every(({ next }) => next?.status === 'failed');
  let videos = await house.videos();
  while (!over(videos) && performance.now() - droppedAt < 15_000) {
    await sleep(100);
    videos = await house.videos();
  }
  const told = videos.map(({ title, next }) => [title, next?.failure?.code]);
  expect(Object.fromEntries(told)).toEqual(expected);
  await media.clean();
});

test('the Worker gets every setting it reads, and the same secrets again', async () => {
  const optional = ['COOKIE_DOMAIN', 'ROLE_ARN', 'SIGNING_HASH'];
  expect(Object.keys(envSchema.shape).filter((name) => !(name in core.workerVars))).toEqual(optional);
  expect(envSchema.safeParse(core.workerVars).success).toBe(true);
  await core.close();
  const before = core;
  core = await startCore({
    dataDir,
    appOrigin: 'http://localhost:8787',
    scryptCost: 16,
    domain: 'shark.localhost',
  });
  expect(core.workerVars).toMatchObject({ COOKIE_DOMAIN: 'shark.localhost' });
  for (const name of ['SESSION_SECRET', 'SIGNING_PRIVATE_KEY', 'USER_POOL_ID', 'BOT_CLIENTS'])
    expect(core.workerVars[name]).toBe(before.workerVars[name]);
});
