import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { mediaCookieLifeMs } from '../shared/playback.ts';
import { keepFailure } from './artifacts.ts';
import { launchBrowser } from './browser.ts';
import { moveClock } from './local-clock.ts';
import { type Movie, makeMovie } from './movie.ts';
import { playerOn } from './player.ts';
import { type Shark, startShark } from './shark.ts';
import { percentsIn, sightings } from './sightings.ts';
import { arrive, choosePassword, enterPassword } from './sign-in.ts';

let movie: Movie;
let browser: Browser;
let closeBrowser: () => Promise<void>;

beforeAll(async () => {
  [movie, { browser, close: closeBrowser }] = await Promise.all([makeMovie(), launchBrowser()]);
});
afterAll(async () => {
  await closeBrowser?.();
  await movie?.remove();
});

const guest = { email: 'nina@example.com', password: 'Whale-song-2026' };
const storeSchema = z.object({
  emails: z.array(z.object({ to: z.array(z.string()), text: z.string() })),
});
const newTitle = 'The deep blue sea';

describe.each([
  { where: 'localhost', options: {} },
  { where: 'sibling-hosts', options: { domain: 'shark.localhost' } },
])('a video from file to viewer, on $where', ({ where, options }) => {
  let shark: Shark;
  let admin: Page;
  let viewer: Page;
  const contexts: BrowserContext[] = [];

  /** Somebody else's browser: nothing is shared with the others. */
  const someone = async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(15_000);
    contexts.push(context);
    return context.newPage();
  };
  const url = (path: string) => `${shark.state.app}${path}`;
  const mediaOfPage: string[] = [];

  beforeAll(async () => {
    shark = await startShark(options);
    [admin, viewer] = await Promise.all([someone(), someone()]);
    viewer.on('response', (response) => {
      if (response.url().startsWith(shark.state.media) && response.ok()) mediaOfPage.push(response.url());
    });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await keepFailure(admin, `${where}-admin`);
    await keepFailure(viewer, `${where}-viewer`);
  });
  afterAll(async () => {
    for (const context of contexts) await context.close();
    await shark?.stop();
  });

  test('an admin signs in', async () => {
    await admin.goto(url('/'));
    await enterPassword(admin, shark.state, shark.state.admin);
    await arrive(admin, shark.state);
    await admin.getByRole('link', { name: 'Manage' }).click();
    await admin.getByRole('heading', { name: 'Videos' }).waitFor();
  });

  test('anyone reads the API’s reference, without script, on a small phone too', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(url('/api#editVideo'));
    const operation = page.getByRole('region', { name: 'Edit, publish or unpublish a video' });
    await operation.getByRole('link', { name: 'VideoPatch' }).click();
    expect(new URL(page.url()).hash).toBe('#shape-VideoPatch');
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });

  test('uploads a file in parts straight to S3, with bytes and per cent shown', async () => {
    await admin.getByRole('link', { name: 'Upload' }).first().click();
    const parts: string[] = [];
    admin.on('request', (request) => {
      if (request.method() === 'PUT') parts.push(new URL(request.url()).origin);
    });
    const cdp = await admin.context().newCDPSession(admin);
    const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 5_000_000 };
    await cdp.send('Network.emulateNetworkConditions', slow);
    await admin.getByLabel('Choose videos').setInputFiles(movie.path);

    const row = admin.getByRole('list', { name: 'Uploads' }).getByRole('listitem');
    const edit = row.getByRole('link', { name: 'Edit' });
    const seen = await sightings(row, () => edit.isVisible());
    await cdp.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 });

    expect(percentsIn(seen).length).toBeGreaterThan(3);
    expect(seen.join('\n')).toMatch(/\d+ % · [\d.]+ [kM]B of [\d.]+ MB/);
    expect(parts).toEqual([shark.state.aws, shark.state.aws]);
    await edit.click();
  });

  test('sees the per cent of the transcode move until the video is ready', async () => {
    const summary = admin.locator('[data-part="summary"]');
    const ready = () => summary.getByText('Ready').isVisible();
    const percents = percentsIn(await sightings(summary, ready));
    expect(percents.length, `seen: ${percents}`).toBeGreaterThan(1);
    expect(Math.max(...percents), `seen: ${percents}`).toBeGreaterThan(0);
    expect(percents).toEqual(percents.toSorted((a, b) => a - b));
  });

  test('changes title, description and tags, and publishes', async () => {
    await admin.getByLabel('Title').fill(newTitle);
    await admin.getByLabel('Description').fill('Waves, for sixteen seconds.');
    await admin.getByLabel('Tags').fill('sea, test');
    await admin.getByLabel('Published').check();
    await admin.getByRole('button', { name: 'Save' }).click();
    await admin.locator('[data-part="summary"]').getByText('Published', { exact: true }).waitFor();
    await admin.reload();
    expect(await admin.getByLabel('Title').inputValue()).toBe(newTitle);
    expect(await admin.getByLabel('Description').inputValue()).toBe('Waves, for sixteen seconds.');
    expect(await admin.getByLabel('Tags').inputValue()).toBe('sea, test');
  });

  let temporaryPassword = '';
  /** When the watch page came, with its cookies. */
  let openedAt = 0;

  test('invites somebody, who gets a mail with a temporary password', async () => {
    await admin.goto(url('/admin/people'));
    await admin.getByLabel('E-mail address').fill(guest.email);
    await admin.getByRole('button', { name: 'Invite' }).click();
    await admin.getByRole('list', { name: 'People' }).getByText(guest.email).waitFor();

    const inbox = await someone();
    const answer = await inbox.goto(`${shark.state.inbox}/store`);
    const { emails } = storeSchema.parse(await answer?.json());
    const mail = emails.find(({ to }) => to.includes(guest.email));
    temporaryPassword = /Temporary password:\s+(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
    expect(temporaryPassword).not.toBe('');
    await inbox.goto(shark.state.inbox);
    await inbox.getByText(guest.email).first().waitFor();
  });

  test('the invited person must choose a password, then sees the catalog with its qualities', async () => {
    await enterPassword(viewer, shark.state, { ...guest, password: temporaryPassword });
    await viewer.locator('input[name="new_password"]').waitFor();
    await choosePassword(viewer, guest.password);
    await arrive(viewer, shark.state);

    const card = viewer.getByRole('listitem').filter({ hasText: newTitle });
    await card.waitFor();
    expect(await card.textContent()).toContain('720p 540p 360p 240p');
    const image = card.locator('img');
    await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
    await card.getByRole('link').click();
    await viewer.locator('shark-player').waitFor();
    openedAt = Date.now();
  });

  test('plays it: time goes on, the picture changes and there is sound', async () => {
    const player = playerOn(viewer);
    await player.play();
    await expect.poll(player.seconds, { timeout: 20_000 }).toBeGreaterThan(1);
    const early = await player.picture();
    await expect.poll(player.seconds, { timeout: 20_000 }).toBeGreaterThan(3);
    expect(await player.picture()).not.toBe(early);
    expect(await player.soundBytes()).toBeGreaterThan(0);
    const preview = viewer.waitForResponse((response) => response.url().includes('/frames/'));
    await viewer.locator('media-time-range').hover();
    expect((await preview).status()).toBe(200);
  });

  test('chooses a quality by hand, and with expired cookies playing goes on', async () => {
    const player = playerOn(viewer);
    // For the CDN every cookie older than five seconds is over now; a fresh one lives that long.
    await viewer.waitForTimeout(Math.max(0, openedAt + 5_500 - Date.now()));
    await moveClock(shark.state, mediaCookieLifeMs - 5_000);
    const renewed = viewer.waitForResponse((response) => response.url() === url('/api/keys'));
    await player.seek(0.5);
    expect(await player.openMenu('rendition')).toEqual(
      expect.arrayContaining(['720p', '540p', '360p', '240p'].map((name) => expect.stringContaining(name))),
    );
    const other = (await player.height()) === 240 ? 360 : 240;
    await player.choose(`${other}p`);
    expect((await renewed).status()).toBe(200);
    await expect.poll(player.height, { timeout: 20_000 }).toBe(other);
    const now = await player.seconds();
    await expect.poll(player.seconds, { timeout: 20_000 }).toBeGreaterThan(now + 1);
    await moveClock(shark.state, 0);
  });

  /** One address of every kind of file that the viewer's pages fetched. */
  const everyKind = () =>
    ['/index.m3u8', '_240p.m3u8', '.mp4', '.vtt', '/frames/', '/i/'].map((kind) => {
      const found = mediaOfPage.find((address) => address.includes(kind));
      expect(found, `the pages fetched a ${kind}`).toBeDefined();
      return found ?? '';
    });

  test('without cookies nothing of it can be fetched', async () => {
    const stranger = await someone();
    for (const address of everyKind()) expect((await stranger.goto(address))?.status(), address).toBe(403);
  });

  test.each([
    ['the card images', (address: string) => !address.includes('/i/'), '/i/'],
    ['the video', (address: string) => address.includes('/i/'), '/v/'],
  ])('cookies for %s open nothing else', async (_, isElse, own) => {
    const stranger = await someone();
    const sent = await viewer.context().cookies(everyKind().filter((address) => address.includes(own)));
    await stranger.context().addCookies(sent.map((cookie) => ({ ...cookie, path: '/' })));
    for (const address of everyKind())
      expect((await stranger.goto(address))?.status(), address).toBe(isElse(address) ? 403 : 200);
  });

  test('unpublishing takes it out of the catalog', async () => {
    const watchPage = viewer.url();
    await admin.goto(url('/admin'));
    await admin.getByRole('link', { name: newTitle }).click();
    await admin.getByLabel('Published').uncheck();
    await admin.getByRole('button', { name: 'Save' }).click();
    await admin.locator('[data-part="summary"]').getByText('Draft', { exact: true }).waitFor();
    await viewer.goto(url('/'));
    await viewer.getByText('Nothing to watch yet').waitFor();
    const answer = await viewer.goto(watchPage);
    expect(answer?.status()).toBe(404);
  });

  test('signing out ends the session', async () => {
    await viewer.getByRole('button', { name: 'Sign out' }).click();
    await viewer.waitForURL((address) => address.origin === shark.state.app);
    await viewer.getByRole('link', { name: 'Sign in' }).first().waitFor();
    const images = `${shark.state.media}/${shark.state.org}/i/`;
    expect(await viewer.context().cookies(images)).toEqual([]);
    const answer = await viewer.goto(url('/api/me'));
    expect(answer?.status()).toBe(401);
    await viewer.goto(url('/auth/login'));
    await viewer.locator('input[name="username"]').waitFor();
  });
});
