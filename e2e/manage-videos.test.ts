import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { keepFailure, keepLooks } from './artifacts.ts';
import { barriersOn } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { tabThrough } from './focus.ts';
import { botOf, drop, fillLibrary } from './library.ts';
import { type Shark, startShark } from './shark.ts';
import { percentsIn, sightings } from './sightings.ts';
import { arrive, enterPassword } from './sign-in.ts';
import { makeSmallMovies } from './small-movies.ts';
import { spendBesides } from './spending.ts';

const small = { size: '320x180', languages: ['en'] };
const names = ['Reef', 'Wreck', 'Kelp'];

describe('the table of videos', () => {
  let shark: Shark;
  let browser: Browser;
  let closeBrowser: () => Promise<void>;
  let movies: Awaited<ReturnType<typeof makeSmallMovies>>;
  let bot: Awaited<ReturnType<typeof botOf>>;
  let ids: Map<string, string>;
  let admin: Page;
  const contexts: BrowserContext[] = [];

  const someone = async (options: { javaScriptEnabled?: boolean } = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    context.setDefaultTimeout(15_000);
    contexts.push(context);
    return context.newPage();
  };
  const look = (name: string) =>
    keepLooks(admin, name, async (look) => expect(await barriersOn(admin), `${name} ${look}`).toEqual([]));
  const url = (path: string) => `${shark.state.app}${path}`;
  const table = () => admin.getByRole('table');
  const rowOf = (title: string) => table().getByRole('row').filter({ hasText: title });
  const box = (title: string) => rowOf(title).getByRole('checkbox');
  const choose = async (...titles: string[]) => {
    for (const title of titles) await box(title).check();
  };
  const press = (name: string) => admin.getByRole('button', { name, exact: true }).click();
  const outcome = () => admin.locator('shark-bulk > .outcome');
  const meter = () => admin.getByRole('region', { name: 'What encoding costs' });
  const chosen = async () => {
    const boxes = await table().locator('[data-choice]:checked').all();
    return Promise.all(boxes.map((one) => one.getAttribute('aria-label')));
  };
  const titles = async (page: Page) => (await page.locator('tbody th a').allInnerTexts()).toSorted();
  const idOf = (title: string) => ids.get(title) ?? '';

  beforeAll(async () => {
    [shark, { browser, close: closeBrowser }, movies] = await Promise.all([
      startShark({ monthlyCapUsd: 10 }),
      launchBrowser(),
      makeSmallMovies([
        ...names.map((name) => ({ ...small, name, seconds: 2 })),
        { ...small, name: 'Late', seconds: 2 },
        { ...small, name: 'Long', size: '1280x720', seconds: 24 },
      ]),
    ]);
    bot = await botOf(shark.state);
    ids = await fillLibrary(
      shark.state,
      names.map((title) => ({ path: movies.pathOf(title), patch: { title, published: false } })),
    );
    admin = await someone();
    await enterPassword(admin, shark.state, shark.state.admin);
    await arrive(admin, shark.state);
    await admin.goto(url('/admin'));
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepFailure(admin, 'manage-videos');
  });
  afterAll(async () => {
    for (const context of contexts) await context.close();
    await closeBrowser?.();
    await movies?.remove();
    await shark?.stop();
  });

  test('is gone through with the Tab key as it is read, what is done with the chosen ones before them', async () => {
    await choose('Kelp');
    await admin.getByRole('link', { name: 'All', exact: true }).focus();
    const stops = await tabThrough(admin);
    await box('Kelp').uncheck();
    const rows = names.toReversed().flatMap((name) => [`checkbox "Choose ${name}"`, `link "${name}"`]);
    expect(stops).toEqual([
      ...['Uploading', 'Waiting', 'Transcoding', 'Ready', 'Failed'].map((name) => `link "${name}"`),
      'checkbox "All on this page"',
      ...['Publish', 'Unpublish', 'Delete'].map((name) => `button "${name}"`),
      'combobox "Tag"',
      ...['Add tag', 'Remove tag'].map((name) => `button "${name}"`),
      ...rows,
    ]);
  });

  test('says what each has cost and what the month has', async () => {
    for (const name of names) expect(await rowOf(name).textContent()).toMatch(/Cost (less than )?\$0\.\d\d/);
    expect(await meter().textContent()).toMatch(/Encoding in \w+ \d{4}: .*\$0\.\d\d of \$10\.00$/);
  });

  test('per cent and state move without a reload, and what was chosen stays chosen', async () => {
    await admin.evaluate(() => Object.assign(window, { notReloaded: true }));
    await choose('Wreck', 'Kelp');
    await box('Kelp').focus();
    await drop(shark.state, movies.pathOf('Long'));
    await rowOf('Long').waitFor();
    const ready = () => rowOf('Long').getByText('Ready').isVisible();
    const percents = percentsIn(await sightings(rowOf('Long'), ready));
    expect(percents.length, `seen: ${percents}`).toBeGreaterThan(1);
    expect(await chosen()).toEqual(['Choose Kelp', 'Choose Wreck']);
    expect(await admin.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Choose Kelp',
    );
    expect(await admin.evaluate(() => 'notReloaded' in window)).toBe(true);
    expect(await admin.locator('[data-count]').textContent()).toBe('2 chosen');
  });

  test('what is no video fails with its reason, in the table, without a reload', async () => {
    const path = join(dirname(movies.pathOf('Reef')), 'Broken.mp4');
    await writeFile(path, 'not a video at all');
    await drop(shark.state, path);
    await rowOf('Broken').getByText('Failed').waitFor({ timeout: 30_000 });
    expect(await rowOf('Broken').textContent()).toContain('is not a video or a sound recording');
    expect(await rowOf('Broken').getByRole('button', { name: 'Retry' }).count()).toBe(0);
  });

  test('all of them are published at once; the one that cannot be is named, with its reason, and stays chosen', async () => {
    await admin.getByLabel('All on this page').check();
    expect(await admin.locator('[data-count]').textContent()).toBe('5 chosen');
    await look('manage-videos-chosen');
    await press('Publish');
    await outcome().getByText('4 videos published.').waitFor();
    expect(await outcome().getByRole('listitem').allInnerTexts()).toEqual([
      'Broken: A video can be published once it is ready.',
    ]);
    expect(await chosen()).toEqual(['Choose Broken']);
    await rowOf('Reef').getByText('Published').waitFor();
    expect(await titles(admin)).toEqual(['Broken', 'Kelp', 'Long', 'Reef', 'Wreck']);
    await look('manage-videos-outcome');
  });

  test('a tag is added to each, even where somebody else edits it in the same moment', async () => {
    let met = false;
    await admin.route(`**/api/videos/${idOf('Reef')}`, async (route) => {
      if (route.request().method() === 'PATCH' && !met) {
        met = true;
        await bot('PATCH', `/api/videos/${idOf('Reef')}`, { tags: ['theirs'] });
      }
      await route.continue();
    });
    await box('Broken').uncheck();
    await choose('Reef', 'Kelp');
    await admin.getByLabel('Tag', { exact: true }).fill('sea');
    await admin.getByLabel('Tag', { exact: true }).press('Enter');
    await outcome().getByText('2 videos tagged “sea”.').waitFor();
    await admin.unrouteAll();
    expect(await bot('GET', `/api/videos/${idOf('Reef')}`)).toMatchObject({ tags: ['theirs', 'sea'] });
    expect(await bot('GET', `/api/videos/${idOf('Kelp')}`)).toMatchObject({ tags: ['sea'] });
    await rowOf('Reef').getByText('theirs').waitFor();
  });

  test('where the network is lost on the way nothing is: those not reached are named and stay chosen', async () => {
    await choose('Reef', 'Kelp', 'Wreck');
    let asked = 0;
    await admin.route('**/api/videos/*', (route) => (++asked > 1 ? route.abort() : route.continue()));
    await press('Unpublish');
    await outcome().getByText('1 video unpublished.').waitFor();
    await admin.unrouteAll();
    const missed = await outcome().getByRole('listitem').allInnerTexts();
    expect(missed).toHaveLength(2);
    expect(missed.join()).toContain('The server cannot be reached.');
    expect(await chosen()).toHaveLength(2);
    await press('Unpublish');
    await outcome().getByText('2 videos unpublished.').waitFor();
    expect(await chosen()).toEqual([]);
  });

  test('a tag is taken away again', async () => {
    await choose('Reef', 'Kelp');
    await admin.getByLabel('Tag', { exact: true }).fill('sea');
    await press('Remove tag');
    await outcome().getByText('2 videos without the tag “sea”.').waitFor();
    expect(await bot('GET', `/api/videos/${idOf('Reef')}`)).toMatchObject({ tags: ['theirs'] });
  });

  test('is filtered by state and searched, together, without script', async () => {
    const plain = await someone({ javaScriptEnabled: false });
    await plain.context().addCookies(await admin.context().cookies());
    await plain.goto(url('/admin'));
    expect(await plain.getByRole('checkbox').count()).toBe(0);
    await plain.getByRole('link', { name: 'Failed' }).click();
    expect(await titles(plain)).toEqual(['Broken']);
    await plain.getByRole('link', { name: 'Ready' }).click();
    await plain.getByRole('searchbox').fill('theirs');
    await plain.getByRole('button', { name: 'Search' }).click();
    expect(await titles(plain)).toEqual(['Reef']);
    expect(new URL(plain.url()).search).toBe('?q=theirs&status=ready');
  });

  test('deleting asks first; cancelled, nothing happens', async () => {
    await choose('Broken', 'Long');
    await press('Delete');
    const dialog = admin.getByRole('dialog');
    expect(await dialog.textContent()).toContain('Delete 2 videos?');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await titles(admin)).toContain('Long');
    await press('Delete');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await outcome().getByText('2 videos deleted.').waitFor();
    await rowOf('Long').waitFor({ state: 'detached' });
    expect(await titles(admin)).toEqual(['Kelp', 'Reef', 'Wreck']);
  });

  test('the meter warns near the cap, and says that it is reached', async () => {
    await spendBesides(shark.state, 9);
    await admin.reload();
    expect(await meter().textContent()).toContain('Once the cap is reached, uploads are refused until');
    await spendBesides(shark.state, 10);
    await admin.reload();
    expect(await meter().textContent()).toContain('The cap is reached: uploads are refused until');
  });

  test('what failed for the cap says so; tried again too early it says why not, later it is made', async () => {
    await drop(shark.state, movies.pathOf('Late'));
    const retry = rowOf('Late').getByRole('button', { name: 'Retry' });
    await retry.waitFor({ timeout: 30_000 });
    expect(await rowOf('Late').textContent()).toContain('would exceed the budget of this month');
    await look('manage-videos-failed');
    await retry.click();
    await rowOf('Late').getByText('Uploads are taken again next month').waitFor();
    await spendBesides(shark.state, null);
    await retry.click();
    await rowOf('Late').getByText('Ready').waitFor({ timeout: 60_000 });
  });

  test('fits a phone 320 px wide, with something chosen', async () => {
    await admin.setViewportSize({ width: 320, height: 640 });
    await choose('Reef');
    expect(await admin.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });
});
