import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { keepFailure, keepLooks } from './artifacts.ts';
import { launchBrowser } from './browser.ts';
import { tabThrough } from './focus.ts';
import { fillLibrary } from './library.ts';
import { type Shark, startShark } from './shark.ts';
import { arrive, enterPassword } from './sign-in.ts';
import { makeSmallMovies } from './small-movies.ts';

const shapes = [
  { name: 'first', seconds: 4, size: '426x240', languages: ['eng'] },
  { name: 'second', seconds: 7, size: '426x240', languages: ['eng'] },
];
const title = 'A reef';

let shark: Shark;
let browser: Browser;
let movies: Awaited<ReturnType<typeof makeSmallMovies>>;
let page: Page;
let id: string;
const closing: (() => Promise<unknown>)[] = [];

async function admin(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(15_000);
  closing.push(() => context.close());
  const made = await context.newPage();
  await enterPassword(made, shark.state, shark.state.admin);
  await arrive(made, shark.state);
  return made;
}
const open = (on = page) => on.goto(`${shark.state.app}/admin/videos/${id}`);
const versions = () => page.locator('[data-part="versions"] li');
const summary = () => page.locator('[data-part="summary"]');

beforeAll(async () => {
  const [made, launched] = await Promise.all([makeSmallMovies(shapes), launchBrowser()]);
  movies = made;
  closing.push(launched.close, movies.remove);
  browser = launched.browser;
  shark = await startShark({});
  const ids = await fillLibrary(shark.state, [{ path: movies.pathOf('first'), patch: { title } }]);
  id = ids.get(title) ?? '';
  page = await admin();
}, 180_000);
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepFailure(page, 'manage-video');
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
  await shark?.stop();
});

test('shows what was made: renditions, storyboard, cost, and what happened', async () => {
  await open();
  await page.getByRole('region', { name: 'Renditions' }).getByText('426 × 240').waitFor();
  await page.getByRole('list', { name: 'Storyboard' }).getByRole('listitem').first().waitFor();
  await page.getByText('Encoding').waitFor();
  await page.getByText('What happened').click();
  await page.getByText('Transcoding finished').waitFor();
  await keepLooks(page, 'manage-video');
});

test('the focus goes from the video to what is written about it and on, as they stand', async () => {
  await open();
  await page.locator('media-control-bar').waitFor();
  const stops = await tabThrough(page);
  expect(stops.slice(stops.indexOf('link "Open its page"') + 1)).toEqual([
    ...['region "Player: A reef"', 'button "play"', 'slider "seek"', 'button "play"', 'button "mute"'],
    ...['slider "volume"', 'button "Speed 1x"', 'button "quality"', 'button "enter picture in picture mode"'],
    ...[
      'button "enter fullscreen mode"',
      'radio "Moment 2 of the video"',
      'button "Use a picture of your own"',
    ],
    ...[
      'textbox "Title"',
      'textbox "Description"',
      'textbox "Tags"',
      'checkbox "Published"',
      'button "Save"',
    ],
    ...['button "Replace the file"', '- text: Add captions', 'link "Download the original"'],
    ...['region "Renditions"', 'list "Storyboard"', '- text: What happened', 'button "Delete this video"'],
  ]);
});

test('two people who edit at once both see both, and nothing typed is lost', async () => {
  const other = await admin();
  await Promise.all([open(), open(other)]);
  await other.getByLabel('Title').fill('Their reef');
  await other.getByRole('button', { name: 'Save' }).click();
  await other.getByText('Saved.').waitFor();
  await page.getByLabel('Title').fill('My reef');
  await page.getByRole('button', { name: 'Save' }).click();
  const both = page.getByRole('alertdialog', { name: 'Two changes' });
  await both.getByText('My reef').waitFor();
  await both.getByText('Their reef').waitFor();
  expect(await both.evaluate((dialog) => dialog === document.activeElement)).toBe(true);
  await both.getByRole('button', { name: 'Keep mine' }).click();
  await page.getByRole('heading', { name: 'My reef' }).waitFor();
  await other.getByLabel('Title').fill('Again theirs');
  await other.getByRole('button', { name: 'Save' }).click();
  await other.getByRole('button', { name: 'Take theirs' }).click();
  await other.waitForLoadState();
  expect(await other.getByLabel('Title').inputValue()).toBe('My reef');
});

test('a frame becomes the poster, then a picture of one’s own', async () => {
  await open();
  const frames = page.getByRole('radio', { name: /Moment/ });
  await frames.last().check({ force: true });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  await open();
  expect(await frames.last().isChecked()).toBe(true);

  const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 300, height: 200 } });
  const file = { name: 'poster.png', mimeType: 'image/png', buffer: picture };
  await page.getByLabel('Use a picture of your own').setInputFiles(file);
  const own = page.getByRole('radio', { name: 'Your own picture' });
  await own.waitFor({ state: 'attached' });
  expect(await own.isChecked()).toBe(true);
  const shown = page.getByAltText('Your own picture');
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(300);
});

test('captions are added from a file and removed; a line that cannot be read is named', async () => {
  await open();
  const captions = page.locator('[data-part="captions"]');
  await page.getByText('Add captions').first().click();
  const choose = async (text: string, name = 'reef.srt') =>
    page
      .getByLabel('File', { exact: true })
      .and(page.locator('input'))
      .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await page.getByLabel('Language').fill('en');
  await page.getByLabel('Name in the player’s menu').fill('English');
  await choose('1\n00:00:01,000 -> oops\nA shark\n');
  await page.getByRole('button', { name: 'Add captions' }).click();
  await page.getByText(/Line \d/).waitFor();
  await choose('1\n00:00:01,000 --> 00:00:02,000\nA shark\n');
  await page.getByRole('button', { name: 'Add captions' }).click();
  await captions.getByText('English').waitFor();
  await captions.getByRole('button', { name: 'Remove captions: English' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await captions.getByText('None yet.').waitFor();
});

test('the original comes back byte for byte', async () => {
  await open();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download the original' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('first.mp4');
  expect(await readFile(await download.path())).toEqual(await readFile(movies.pathOf('first')));
});

test('a new file takes the old one’s place when it is ready, and the old one can be played again', async () => {
  await open();
  await page.getByLabel('Replace the file').setInputFiles(movies.pathOf('second'));
  await expect.poll(() => versions().count(), { timeout: 90_000 }).toBe(2);
  await versions().first().getByText('Plays now').waitFor();
  await summary().getByText('Ready').waitFor();
  expect(await versions().first().textContent()).toContain('0:07');
  await versions()
    .last()
    .getByRole('button', { name: /Play again/ })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Play it again' }).click();
  await versions().last().getByText('Plays now').waitFor();
  await page.getByRole('radio', { name: 'Your own picture' }).waitFor({ state: 'attached' });
});

test('a file that is no video leaves the old one playing and says why', async () => {
  await open();
  const text = { name: 'notes.mp4', mimeType: 'video/mp4', buffer: Buffer.from('just notes') };
  await page.getByLabel('Replace the file').setInputFiles(text);
  const trouble = page.getByRole('region', { name: 'What went wrong' });
  await trouble.getByText('not a video').waitFor({ timeout: 20_000 });
  await trouble.getByText('The version before it still plays.').waitFor();
  await keepLooks(page, 'manage-video-failed');
});

test('a deleted video waits in the trash and comes back as a draft', async () => {
  await open();
  await page.getByRole('button', { name: 'Delete this video' }).click();
  await page.getByRole('dialog').getByText('30 days').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.waitForURL(`${shark.state.app}/admin`);
  await page.getByRole('link', { name: 'Trash' }).click();
  await page.getByText('My reef').waitFor();
  await keepLooks(page, 'trash');
  await page.getByRole('button', { name: 'Restore: My reef' }).click();
  await page.getByRole('heading', { name: 'The trash is empty' }).waitFor();
  await open();
  await page.getByText('Draft').waitFor();
});
