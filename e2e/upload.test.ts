import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Browser, BrowserContext, CDPSession, Dialog, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { videoListSchema } from '../shared/video.ts';
import { keepFailure, keepLooks } from './artifacts.ts';
import { barriersOn } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { dropFiles, dropKeptFile } from './kept-file.ts';
import { botOf } from './library.ts';
import { padMovie } from './padded-movie.ts';
import { watchParts } from './part-watch.ts';
import { type Shark, startShark } from './shark.ts';
import { arrive, enterPassword } from './sign-in.ts';
import { makeSmallMovies } from './small-movies.ts';
import { spendBesides } from './spending.ts';

const MiB = 1024 ** 2;
const everything = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };

describe('uploading', () => {
  let shark: Shark;
  let browser: Browser;
  let closeBrowser: () => Promise<void>;
  let openProfile: Awaited<ReturnType<typeof launchBrowser>>['openProfile'];
  let movies: Awaited<ReturnType<typeof makeSmallMovies>>;
  let bot: Awaited<ReturnType<typeof botOf>>;
  let admin: Page;
  let cdp: CDPSession;
  let parts: ReturnType<typeof watchParts>;
  /** Files of five parts each, but for `Reef`, which is small, and three of eight. */
  const files = new Map<string, string>();
  const contexts: BrowserContext[] = [];
  const dialogs: string[] = [];

  const look = (name: string) =>
    keepLooks(admin, name, async (look) => expect(await barriersOn(admin), `${name} ${look}`).toEqual([]));
  const url = (path: string) => `${shark.state.app}${path}`;
  const list = () => admin.getByRole('list', { name: 'Uploads' });
  const rowOf = (name: string) => list().locator('> li').filter({ hasText: name });
  const words = (name: string) => rowOf(name).locator('.words');
  const press = (name: string, row: string) => rowOf(row).getByRole('button', { name, exact: false }).click();
  const fileOf = (name: string) => files.get(name) ?? '';
  const choose = (...names: string[]) => admin.getByLabel('Choose videos').setInputFiles(names.map(fileOf));
  const network = (conditions: Partial<typeof everything>) =>
    cdp.send('Network.emulateNetworkConditions', { ...everything, ...conditions });
  const sent = (name: string) => words(name).getByText(/^(Sent|Transcoding|Ready)/);
  const videoOf = async (title: string) => {
    const { videos } = videoListSchema.parse(await bot('GET', `/api/videos?q=${encodeURIComponent(title)}`));
    return videos.find((video) => video.title === title);
  };
  const percentOf = async (name: string) =>
    Number(/(\d+) %/.exec((await words(name).textContent()) ?? '')?.[1] ?? -1);
  const fresh = async () => {
    await admin.goto(url('/admin/upload'));
    parts.forget();
  };

  beforeAll(async () => {
    [shark, { browser, openProfile, close: closeBrowser }, movies] = await Promise.all([
      startShark({ monthlyCapUsd: 10 }),
      launchBrowser(),
      makeSmallMovies([{ name: 'Reef', seconds: 2, size: '320x180', languages: ['en'] }]),
    ]);
    const reef = movies.pathOf('Reef');
    files.set('Reef', reef);
    for (const name of ['Wave', 'Storm', 'Foam', 'Salt'])
      files.set(name, await padMovie(reef, name, 34 * MiB));
    for (const name of ['Tide', 'Swell', 'Gale']) files.set(name, await padMovie(reef, name, 62 * MiB));
    const write = async (name: string, text: string) => {
      files.set(name, join(dirname(reef), name));
      await writeFile(fileOf(name), text);
    };
    await write('notes.txt', 'nothing to see');
    await write('empty.mp4', '');
    await write('letter.mp4', 'Dear shark, this is no video at all.');
    await write('old.avi', 'RIFF and so on');
    bot = await botOf(shark.state);
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(15_000);
    contexts.push(context);
    admin = await context.newPage();
    admin.on('dialog', async (dialog: Dialog) => {
      dialogs.push(dialog.type());
      await dialog.accept();
    });
    cdp = await context.newCDPSession(admin);
    parts = watchParts(admin, shark.state.aws);
    await enterPassword(admin, shark.state, shark.state.admin);
    await arrive(admin, shark.state);
    await fresh();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepFailure(admin, 'upload');
  });
  afterAll(async () => {
    for (const context of contexts) await context.close();
    await closeBrowser?.();
    await movies?.remove();
    await shark?.stop();
  });

  test('a file is looked into before its first byte: length, size and first picture are shown', async () => {
    const scripts: string[] = [];
    admin.on('response', (response) => {
      if (response.url().includes('/assets/media-')) scripts.push(response.url());
    });
    let asked = false;
    const gate = Promise.withResolvers<void>();
    await admin.route('**/api/uploads', async (route) => {
      asked = true;
      await gate.promise;
      await route.continue();
    });
    expect(scripts).toEqual([]);
    await choose('Reef');
    await rowOf('Reef').getByText('0:02 · 320 × 180 · H.264').waitFor();
    const canvas = rowOf('Reef').locator('canvas');
    const colours = await canvas.evaluate((shown: HTMLCanvasElement) => {
      const pixels = shown.getContext('2d')?.getImageData(0, 0, shown.width, shown.height).data ?? [];
      return new Set([...pixels].filter((_, at) => at % 4 !== 3)).size;
    });
    expect(colours).toBeGreaterThan(10);
    expect(scripts).toHaveLength(1);
    expect(parts.count()).toBe(0);
    await expect.poll(() => asked).toBe(true);
    gate.resolve();
    await sent('Reef').waitFor();
    await admin.unrouteAll();
  });

  test('of many that are dropped, what is refused is told in words, and nothing of it is sent', async () => {
    await fresh();
    await dropFiles(admin, ['notes.txt', 'empty.mp4', 'letter.mp4'].map(fileOf));
    await words('notes.txt').getByText('Files ending in .txt are not taken. Nothing was sent.').waitFor();
    await words('empty.mp4').getByText('The file is empty.').waitFor();
    await words('letter.mp4').getByText('It does not look like a .mp4 file inside.').waitFor();
    await look('upload-refused');
    await press('Remove', 'letter.mp4');
    expect(await rowOf('letter.mp4').count()).toBe(0);
    expect(await videoOf('letter')).toBeUndefined();
  });

  test('what no browser can look into is sent, with a word about that', async () => {
    await choose('old.avi');
    await rowOf('old.avi').getByText('Browsers cannot look into .avi files').waitFor();
    await words('old.avi')
      .getByText('The file is not a video or a sound recording')
      .waitFor({ timeout: 30_000 });
  });

  test('two files at once, four parts at once, the third waits; speed and time left of each and of all', async () => {
    await fresh();
    await network({ uploadThroughput: 6_000_000 });
    await choose('Tide', 'Wave', 'Storm');
    const pace = /\d+ % · [\d.]+ MB of [\d.]+ MB · [\d.]+ [kM]B\/s · (about|a few)/;
    await words('Tide').getByText(pace).waitFor();
    await words('Wave').getByText(pace).waitFor();
    await words('Storm').getByText('Waiting for its turn').waitFor();
    await admin.getByText(/0 of 3 files sent · .* of 137 MB · .*\/s · about/).waitFor();
    expect(parts.mostAtOnce()).toBe(4);
    await network({ uploadThroughput: 200_000 });
    await look('upload-sending');
  });

  test('a paused file stops, the next takes its turn; resumed, nothing that arrived is sent again', async () => {
    await network({ uploadThroughput: 6_000_000 });
    await expect.poll(() => percentOf('Tide'), { timeout: 30_000 }).toBeGreaterThan(30);
    await press('Pause', 'Tide');
    await words('Tide')
      .getByText(/Paused at \d+ %; what was sent is kept/)
      .waitFor();
    await words('Storm').getByText(/\d+ %/).waitFor();
    await admin.getByRole('button', { name: 'Pause all' }).click();
    await expect.poll(parts.underWay).toBe(0);
    const before = parts.count();
    await admin.waitForTimeout(1500);
    expect(parts.count()).toBe(before);
    await look('upload-paused');
    await network({});
    await admin.getByRole('button', { name: 'Resume all' }).click();
    for (const name of ['Tide', 'Wave', 'Storm']) await sent(name).waitFor({ timeout: 30_000 });
    expect(parts.begun()).toBe(18);
    expect(parts.sentAgain()).toBe(0);
  });

  test('title, description and tags are written while it is sent, and are saved', async () => {
    await fresh();
    await network({ uploadThroughput: 1_500_000 });
    await choose('Swell');
    await rowOf('Swell').getByLabel('Title', { exact: true }).fill('The great swell');
    await rowOf('Swell').getByLabel('Description', { exact: true }).fill('Long waves.');
    await rowOf('Swell').getByLabel('Tags', { exact: true }).fill('sea, wind');
    await rowOf('Swell').getByText('Saved.').waitFor();
    await look('upload-about');
    await expect
      .poll(() => videoOf('The great swell'))
      .toMatchObject({
        status: 'uploading',
        tags: ['sea', 'wind'],
      });
  });

  test('a lost network is waited for, and what arrived is not sent again', async () => {
    await network({ uploadThroughput: 6_000_000 });
    await expect.poll(parts.count, { timeout: 30_000 }).toBeGreaterThan(0);
    await network({ offline: true });
    await words('Swell').getByText('No connection. It goes on by itself').waitFor();
    await look('upload-offline');
    await admin.waitForTimeout(3000);
    expect(parts.underWay()).toBe(0);
    await network({});
    await sent('Swell').waitFor({ timeout: 30_000 });
    expect(parts.begun()).toBe(8);
    expect(parts.sentAgain()).toBe(0);
  });

  test('a part that the storage refuses for a while is sent again', async () => {
    await fresh();
    let refused = 0;
    await admin.route(`${shark.state.aws}/**`, (route) => {
      if (route.request().method() !== 'PUT' || ++refused > 2) return route.continue();
      const headers = { 'Access-Control-Allow-Origin': shark.state.app };
      return route.fulfill({ status: 503, headers });
    });
    await choose('Storm');
    await sent('Storm').waitFor({ timeout: 30_000 });
    await admin.unrouteAll();
    expect(parts.count()).toBe(5);
    expect(refused).toBe(2 + 5);
  });

  test('leaving warns; after a reload the same file goes on, with what was written about it', async () => {
    await fresh();
    dialogs.length = 0;
    await network({ uploadThroughput: 8_000_000 });
    await choose('Gale');
    await rowOf('Gale').getByLabel('Tags', { exact: true }).fill('storm');
    await expect.poll(parts.count, { timeout: 30_000 }).toBeGreaterThan(1);
    await admin.reload();
    expect(dialogs).toEqual(['beforeunload']);
    await network({});
    await words('Gale')
      .getByText(/Unfinished at \d+ %\. Choose the same file again/)
      .waitFor();
    const before = parts.count();
    await choose('Gale');
    await sent('Gale').waitFor({ timeout: 30_000 });
    expect(await rowOf('Gale').count()).toBe(1);
    expect(await rowOf('Gale').getByLabel('Tags', { exact: true }).inputValue()).toBe('storm');
    expect(before).toBeGreaterThan(1);
    expect(parts.begun()).toBe(8);
    expect(parts.sentAgain()).toBe(0);
  });

  test('where files can be opened again, one click goes on after a reload', async () => {
    const { context, close } = await openProfile();
    try {
      const page = context.pages()[0] ?? (await context.newPage());
      page.on('dialog', (dialog) => dialog.accept());
      const seen = watchParts(page, shark.state.aws);
      await enterPassword(page, shark.state, shark.state.admin);
      await arrive(page, shark.state);
      await page.goto(url('/admin/upload'));
      const session = await context.newCDPSession(page);
      const slow = { ...everything, uploadThroughput: 8_000_000 };
      await session.send('Network.emulateNetworkConditions', slow);
      await dropKeptFile(page, fileOf('Reef'), 'Calm.mp4', 62 * MiB);
      await expect.poll(seen.count, { timeout: 30_000 }).toBeGreaterThan(1);
      await page.reload();
      await session.send('Network.emulateNetworkConditions', everything);
      await page.getByRole('button', { name: 'Go on: Calm.mp4' }).click();
      await page
        .locator('.uploads .words')
        .getByText(/^(Sent|Transcoding|Ready)/)
        .waitFor({ timeout: 30_000 });
      expect(seen.begun()).toBe(8);
      expect(seen.sentAgain()).toBe(0);
    } finally {
      await close();
    }
  });

  test('is published as soon as it is ready, if wished; also when somebody left in between', async () => {
    await fresh();
    await choose('Reef');
    const wish = rowOf('Reef').getByLabel('Publish when it is ready');
    await wish.check();
    await words('Reef').getByText('Ready and published').waitFor({ timeout: 60_000 });
    await fresh();
    await network({ uploadThroughput: 8_000_000 });
    await choose('Foam');
    await rowOf('Foam').getByLabel('Publish when it is ready').check();
    await sent('Foam').waitFor({ timeout: 30_000 });
    dialogs.length = 0;
    await network({});
    await admin.goto(url('/admin'));
    expect(dialogs).toEqual(['beforeunload']);
    await fresh();
    await words('Foam').getByText('Ready and published').waitFor({ timeout: 60_000 });
    expect(await videoOf('Foam')).toMatchObject({ published: true });
  });

  test('with the month’s cap reached it says until when; once it is raised, trying again works', async () => {
    await spendBesides(shark.state, 10);
    await fresh();
    await admin.getByText('The cap is reached: uploads are refused until').waitFor();
    await choose('Salt');
    await words('Salt').getByText('Uploads are taken again next month, or when the cap is raised.').waitFor();
    await look('upload-cap');
    await spendBesides(shark.state, null);
  });

  test('an upload that is taken back elsewhere says so, and may be begun anew', async () => {
    await network({ uploadThroughput: 3_000_000 });
    await press('Try again', 'Salt');
    await words('Salt').getByText(/\d+ %/).waitFor();
    const id = (await videoOf('Salt'))?.id;
    await bot('DELETE', `/api/videos/${id}`);
    await words('Salt').getByText('Try again to begin it anew.').waitFor({ timeout: 30_000 });
    await network({});
    await press('Try again', 'Salt');
    await sent('Salt').waitFor({ timeout: 30_000 });
    expect((await videoOf('Salt'))?.id).not.toBe(id);
  });

  test('a new version that is cancelled on its way leaves the video as it was', async () => {
    const id = (await videoOf('Foam'))?.id;
    await admin.goto(url(`/admin/videos/${id}`));
    await network({ uploadThroughput: 3_000_000 });
    await admin.getByLabel('Replace the file').setInputFiles(fileOf('Gale'));
    const row = admin.getByRole('list', { name: 'Replacement' }).getByRole('listitem');
    await row.getByText(/\d+ % · /).waitFor();
    expect(await bot('GET', `/api/videos/${id}`)).toMatchObject({ next: { status: 'uploading' } });
    await row.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => bot('GET', `/api/videos/${id}`)).toMatchObject({ status: 'ready', next: null });
    await network({});
  });

  test('what is read aloud of an upload is little', async () => {
    await fresh();
    await network({ uploadThroughput: 8_000_000 });
    await choose('Wave');
    await rowOf('Wave').locator('[role="status"]').first().waitFor({ state: 'attached' });
    const heard = await rowOf('Wave').evaluate(
      (row) =>
        new Promise<string[]>((resolve) => {
          const said: string[] = [];
          const places = [...row.querySelectorAll('[role="status"]')];
          new MutationObserver(() => {
            said.push(places.map(({ textContent }) => textContent).join(''));
            if (row.getAttribute('data-look') === 'ready') resolve(said);
          }).observe(row, { subtree: true, childList: true, characterData: true, attributes: true });
        }),
    );
    expect([...new Set(heard)].filter(Boolean).length).toBeLessThanOrEqual(3);
  });

  test('fits a phone 320 px wide', async () => {
    await admin.setViewportSize({ width: 320, height: 640 });
    await rowOf('Wave').getByText('Title, description, tags').click();
    expect(await admin.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });
});
