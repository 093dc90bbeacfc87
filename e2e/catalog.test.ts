import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { VideoItem } from '../shared/catalog-item.ts';
import { keyOf } from '../shared/catalog-table.ts';
import { ulid } from '../shared/ids.ts';
import { keepFailure, keepLooks } from './artifacts.ts';
import { launchBrowser } from './browser.ts';
import { fillLibrary } from './library.ts';
import { type Shark, startShark } from './shark.ts';
import { arrive, enterPassword } from './sign-in.ts';
import { makeSmallMovies } from './small-movies.ts';
import { putVideos } from './table.ts';

let shark: Shark;
let browser: Browser;
let closeBrowser: () => Promise<void>;
let viewer: Page;
let movieId: string;
const contexts: BrowserContext[] = [];
const url = (path = '/') => `${shark.state.app}${path}`;

const pageSize = 24;
const many = 60;
const seen = { timeout: 15_000, interval: 500 };
const dayMs = 24 * 60 * 60 * 1000;

/** One of many videos that nobody has to transcode: older than a week but for the first, two to a tag. */
function videoAt(n: number): VideoItem {
  const { org } = shark.state;
  const at = new Date(Date.now() - 8 * dayMs - n * 60_000).toISOString();
  const videoId = ulid(Date.parse(at), crypto.getRandomValues(new Uint8Array(10)));
  return {
    ...keyOf.video(org, videoId),
    ...{
      org,
      videoId,
      createdAt: at,
      updatedAt: new Date().toISOString(),
      publishedAt: at,
      published: true,
      metaRev: 1,
      jobRev: 1,
    },
    title: `Lecture ${String(n).padStart(2, '0')}`,
    description: n === 7 ? 'About the Blåhaj, which is soft.' : '',
    tags: n < 2 ? ['deep sea'] : n < 5 ? ['harbour'] : [],
    current: {
      ...{ version: videoId, attempt: 1, status: 'ready' },
      source: { fileName: 'a.mp4', sizeBytes: 1, width: 640, height: 360, frameRate: 25, hasAudio: true },
      made: {
        ...{ durationMs: 600_000, renditions: [], hlsPath: 'none', dashPath: null, storyboardPath: null },
        ...{ frames: [], frameSize: null, posterId: null },
      },
    },
  };
}

const someone = async (options: BrowserContextOptions = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(15_000);
  contexts.push(context);
  return context.newPage();
};

/** The same person in another browser, one that is made differently. */
const viewerWith = async (options: BrowserContextOptions) =>
  someone({ storageState: await viewer.context().storageState(), ...options });

const cards = (page: Page) => page.locator('.grid .card');
const titles = (page: Page) => page.locator('.grid .card .title').allInnerTexts();
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search titles, descriptions and tags' });
const said = (page: Page) => page.getByRole('status').filter({ hasText: /./ }).textContent();

beforeAll(async () => {
  const movies = await makeSmallMovies([{ name: 'reef', seconds: 24, size: '320x180', languages: ['eng'] }]);
  [shark, { browser, close: closeBrowser }] = await Promise.all([startShark({}), launchBrowser()]);
  const patch = { title: 'Reef at night', description: 'Corals.', tags: ['deep sea'] };
  const ids = await fillLibrary(shark.state, [{ path: movies.pathOf('reef'), patch }]);
  movieId = ids.get(patch.title) ?? '';
  await movies.remove();
  await putVideos(
    shark.state,
    Array.from({ length: many }, (_, n) => videoAt(n)),
  );
  viewer = await someone();
  await enterPassword(viewer, shark.state, shark.state.viewer);
  await arrive(viewer, shark.state);
  // The search index looks at the table every two seconds.
  await vi.waitFor(async () => {
    await viewer.goto(url());
    expect(await cards(viewer).count()).toBe(pageSize);
  }, seen);
}, 200_000);
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepFailure(viewer, 'catalog');
});
afterAll(async () => {
  for (const context of contexts) await context.close();
  await closeBrowser?.();
  await shark?.stop();
});

describe('the catalog', () => {
  test('is a grid of posters with how long each is, and a mark on what is new', async () => {
    await viewer.goto(url());
    const movie = cards(viewer).filter({ hasText: 'Reef at night' });
    const image = movie.locator('img');
    await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
    expect(await movie.textContent()).toContain('New0:24Reef at night');
    expect(await cards(viewer).nth(1).textContent()).toContain('10:00Lecture 00');
    expect(await cards(viewer).nth(1).textContent()).not.toContain('New');
    await keepLooks(viewer, 'catalog-full');
  });

  test('asks for at most 15 KB of script of its own, gzipped', async () => {
    const page = await viewerWith({});
    const scripts: Promise<Buffer>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(response.body());
    });
    await page.goto(url(), { waitUntil: 'networkidle' });
    const bytes = (await Promise.all(scripts)).map((body) => gzipSync(body).length);
    expect(bytes.length).toBeGreaterThan(1);
    expect(bytes.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(15 * 1024);
  });

  test('is read, searched and leafed through without script', async () => {
    const page = await viewerWith({ javaScriptEnabled: false });
    await page.goto(url());
    expect(await titles(page)).toHaveLength(pageSize);
    await page.getByRole('link', { name: 'More videos' }).click();
    expect((await titles(page))[0]).toBe('Lecture 23');
    await page.getByRole('link', { name: 'Back to the first page' }).click();
    await search(page).fill('blahaj');
    await search(page).press('Enter');
    await page.waitForURL(url('/?q=blahaj'));
    expect(await titles(page)).toEqual(['Lecture 07']);
  });

  test.each([
    ['a title', 'reef ni', ['Reef at night']],
    ['a description, without its diacritics', 'blaha', ['Lecture 07']],
    ['a tag, in any case', 'HARB', ['Lecture 02', 'Lecture 03', 'Lecture 04']],
    ['signs that mean something to a search engine', '"reef" *(', ['Reef at night']],
  ])('finds, as one types, the beginnings of words of %s', async (_, typed, found) => {
    await viewer.goto(url());
    await search(viewer).pressSequentially(typed, { delay: 30 });
    await expect.poll(() => titles(viewer)).toEqual(found);
    await expect.poll(() => new URL(viewer.url()).searchParams.get('q')).toBe(typed);
    await expect.poll(() => said(viewer)).toMatch(new RegExp(`^${found.length} videos? for “`));
    await viewer.reload();
    expect(await titles(viewer)).toEqual(found);
  });

  test('says so when nothing is found, and goes back to everything', async () => {
    await viewer.goto(url());
    await search(viewer).fill('kraken');
    await viewer.getByRole('heading', { name: 'Nothing matches “kraken”' }).waitFor();
    expect(await said(viewer)).toBe('Nothing matches “kraken”');
    await keepLooks(viewer, 'catalog-nothing-found');
    await viewer.goBack();
    await expect.poll(() => cards(viewer).count()).toBe(pageSize);
    expect(await search(viewer).inputValue()).toBe('');
  });

  test('says so where the network is lost, and looks for it when that is back', async () => {
    const page = await viewerWith({});
    await page.goto(url());
    await page.context().setOffline(true);
    await search(page).fill('kraken');
    const trouble = page.getByRole('status').getByText('could not be looked for');
    await trouble.waitFor();
    expect(await trouble.evaluate((shown) => shown.getBoundingClientRect().width)).toBeGreaterThan(100);
    await page.context().setOffline(false);
    await page.getByRole('heading', { name: 'Nothing matches “kraken”' }).waitFor();
    expect(await trouble.count()).toBe(0);
  });

  test('shows one tag, in any order, and keeps both while searching', async () => {
    await viewer.goto(url());
    await viewer.getByRole('navigation', { name: 'Tags' }).getByRole('link', { name: 'harbour' }).click();
    await viewer.waitForURL(url('/?tag=harbour'));
    expect(await titles(viewer)).toEqual(['Lecture 02', 'Lecture 03', 'Lecture 04']);
    await viewer.getByRole('link', { name: 'Oldest' }).click();
    await viewer.waitForURL(url('/?tag=harbour&sort=oldest'));
    expect(await titles(viewer)).toEqual(['Lecture 04', 'Lecture 03', 'Lecture 02']);
    await search(viewer).pressSequentially('lecture 03');
    await viewer.waitForURL(url('/?q=lecture+03&tag=harbour&sort=oldest'));
    expect(await titles(viewer)).toEqual(['Lecture 03']);
    await viewer.getByRole('link', { name: /^harbour/ }).click();
    await viewer.waitForURL(url('/?q=lecture+03&sort=oldest'));
    await viewer.getByRole('link', { name: 'A to Z' }).click();
    await viewer.waitForURL(url('/?q=lecture+03&sort=title'));
  });

  test('goes on and on as one scrolls, says so, and is found as it was left', async () => {
    await viewer.goto(url());
    while ((await cards(viewer).count()) <= many) {
      await viewer.mouse.wheel(0, 2000);
      await viewer.waitForTimeout(50);
    }
    expect(new Set(await titles(viewer)).size).toBe(many + 1);
    expect(await said(viewer)).toBe('13 more videos. That is all.');
    const far = cards(viewer).filter({ hasText: 'Lecture 55' });
    await far.getByRole('link').click();
    await viewer.waitForURL(/\/watch\//);
    await viewer.goBack();
    await expect.poll(() => cards(viewer).count()).toBe(many + 1);
    await expect
      .poll(() => far.evaluate((card) => card.getBoundingClientRect().top < innerHeight))
      .toBe(true);
  });

  test('where the next page did not come, its link brings it and takes the keyboard there', async () => {
    const page = await viewerWith({});
    await page.route(/cursor=/, (route) => route.abort());
    const failed = page.waitForEvent('requestfailed');
    await page.goto(url());
    await page.mouse.wheel(0, 4000);
    await failed;
    await page.unroute(/cursor=/);
    await page.getByRole('link', { name: 'More videos' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => cards(page).count()).toBeGreaterThan(pageSize);
    const focused = await page.evaluate(() => document.activeElement?.textContent);
    expect(focused).toContain('Lecture 23');
    expect(new URL(page.url()).search).toBe('');
  });
});

describe('a preview', () => {
  const preview = (page: Page) => page.locator('.preview');
  const link = (page: Page) => cards(page).filter({ hasText: 'Reef at night' }).getByRole('link');

  test('shows what is in a video while a mouse rests on it, with cookies for that video alone', async () => {
    await viewer.goto(url());
    await viewer.context().clearCookies({ name: /CloudFront/, path: /\/v\// });
    await link(viewer).hover();
    const seen = new Set<string | null>();
    const look = async () => seen.add(await preview(viewer).getAttribute('src')).size;
    await expect.poll(look, { timeout: 10_000 }).toBeGreaterThan(1);
    const paths = (await viewer.context().cookies())
      .map(({ path }) => path)
      .filter((path) => path.includes('/v/'));
    expect([...new Set(paths)]).toEqual([`/${shark.state.org}/v/${movieId}/`]);
    await viewer.mouse.move(0, 0);
    await expect.poll(() => preview(viewer).count()).toBe(0);
  });

  test('comes with the keyboard as well', async () => {
    await viewer.goto(url());
    await viewer.getByRole('link', { name: 'A to Z' }).focus();
    await viewer.keyboard.press('Tab');
    await preview(viewer).waitFor();
    expect(await link(viewer).evaluate((one) => one === document.activeElement)).toBe(true);
  });

  test.each([
    ['who wants no motion', { reducedMotion: 'reduce' }],
    ['whose finger touches it', { hasTouch: true }],
  ] as const)('spares somebody %s', async (_, options) => {
    const page = await viewerWith(options);
    await page.goto(url());
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    if ('hasTouch' in options) await page.dispatchEvent('.card a', 'pointerover', { pointerType: 'touch' });
    else await link(page).hover();
    await page.waitForTimeout(1000);
    expect(asked).not.toContain('/api/keys');
    expect(await preview(page).count()).toBe(0);
  });
});

describe('what somebody has begun', () => {
  const stopAt = (id: string, positionMs: number) =>
    viewer.evaluate(
      async ([path, body]) => {
        const headers = { 'content-type': 'application/json' };
        return (await fetch(path, { method: 'PUT', headers, body })).status;
      },
      [`/api/videos/${id}/position`, JSON.stringify({ positionMs })] as const,
    );

  test('is offered to go on with, and marked wherever it stands', async () => {
    await viewer.goto(url());
    expect(await viewer.getByRole('region', { name: 'Continue watching' }).count()).toBe(0);
    expect(await stopAt(movieId, 12_000)).toBe(204);
    await viewer.goto(url());
    const row = viewer.getByRole('region', { name: 'Continue watching' });
    expect(await row.getByRole('link').textContent()).toContain('50 % watched');
    const card = cards(viewer).filter({ hasText: 'Reef at night' });
    expect(await card.textContent()).toContain('50 % watched');
    expect(await card.textContent()).not.toContain('New');
    await keepLooks(viewer, 'catalog-begun');
    await row.getByRole('link').click();
    await viewer.waitForURL(url(`/watch/${movieId}`));
  });

  test('is no longer offered once it is watched', async () => {
    expect(await stopAt(movieId, 24_000)).toBe(204);
    await viewer.goto(url());
    const card = cards(viewer).filter({ hasText: 'Reef at night' });
    expect(await card.textContent()).toContain('Watched');
    expect(await viewer.getByRole('region', { name: 'Continue watching' }).count()).toBe(0);
  });
});

test('nothing scrolls sideways on a phone 320 px wide', async () => {
  await viewer.setViewportSize({ width: 320, height: 640 });
  for (const path of ['/', '/?q=lecture&tag=harbour', '/?q=kraken']) {
    await viewer.goto(url(path));
    const widths = () => [document.documentElement.scrollWidth, document.documentElement.clientWidth];
    const [content = 0, window = 0] = await viewer.evaluate(widths);
    expect(content, path).toBeLessThanOrEqual(window);
  }
});
