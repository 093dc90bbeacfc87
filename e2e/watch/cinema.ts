import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { keepFailure } from '../artifacts.ts';
import { launchBrowser } from '../browser.ts';
import { fillLibrary } from '../library.ts';
import { playerOn } from '../player.ts';
import { type Shark, startShark } from '../shark.ts';
import { arrive, type Credentials, enterPassword } from '../sign-in.ts';
import { makeSmallMovies, type Shape } from '../small-movies.ts';

export const titles = { tone: 'A tone', two: 'Two tongues', short: 'A splash', swim: 'A long swim' };

/** Published in this order, so the catalog shows them the other way round. */
const shapes: (Shape & { name: keyof typeof titles })[] = [
  { name: 'tone', seconds: 6, size: null, languages: ['eng'] },
  { name: 'two', seconds: 6, size: '426x240', languages: ['eng', 'deu'] },
  { name: 'short', seconds: 2, size: '426x240', languages: ['eng'] },
  { name: 'swim', seconds: 40, size: '640x360', languages: ['eng'] },
];

const description = 'A swim along the reef.\n\n0:00 Shore\n0:10 Reef\n0:25 Open sea\n\nFilmed in May.';
const german = '1\n00:00:00,000 --> 00:00:38,000\nEin Fisch\nund noch einer\n';
const english = 'WEBVTT\n\n00:00.000 --> 00:38.000\nA fish\n';
const captions = [
  { language: 'de', label: 'Deutsch', format: 'srt' as const, text: german },
  { language: 'en', label: 'English', format: 'vtt' as const, text: english },
];

type Opened = { shark: Shark; browser: Browser; ids: Map<string, string>; viewer: Page };

type Device = { context: BrowserContext; page: Page };

/** One service with a few videos, and a viewer who is signed in; all of it there once the tests run. */
export type Cinema = Pick<Opened, 'shark' | 'viewer'> & {
  /** Another browser of the viewer's, or of somebody else, signed in. */
  device(options?: BrowserContextOptions, person?: Credentials): Promise<Device>;
  addressOf(title: string, query?: string): string;
  /** Opens a watch page and waits until it could play. */
  watch(page: Page, title: string, query?: string): Promise<ReturnType<typeof playerOn>>;
};

type Closing = (() => Promise<unknown>)[];

async function deviceOf(
  { shark, browser }: Pick<Opened, 'shark' | 'browser'>,
  options: BrowserContextOptions,
  person: Credentials = shark.state.viewer,
) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  await enterPassword(page, shark.state, person);
  await arrive(page, shark.state);
  return { context, page };
}

async function open(closing: Closing): Promise<Opened> {
  const [movies, { browser, close }] = await Promise.all([makeSmallMovies(shapes), launchBrowser()]);
  closing.push(close, movies.remove);
  const shark = await startShark({});
  closing.push(shark.stop);
  const wanted = shapes.map(({ name }) => ({
    path: movies.pathOf(name),
    patch: { title: titles[name], ...(name === 'swim' ? { description, tags: ['sea'] } : {}) },
    captions: name === 'swim' ? captions : [],
  }));
  const ids = await fillLibrary(shark.state, wanted);
  const permissions = ['clipboard-read', 'clipboard-write'];
  const { page: viewer } = await deviceOf({ shark, browser }, { permissions });
  return { shark, browser, ids, viewer };
}

/** Opens it before the tests of this file, and closes it after them. */
export function openCinema(): Cinema {
  const closing: Closing = [];
  let opened: Opened;
  beforeAll(async () => {
    opened = await open(closing);
  }, 180_000);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepFailure(opened.viewer, 'watch');
  });
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });
  const addressOf = (title: string, query = '') =>
    `${opened.shark.state.app}/watch/${opened.ids.get(title)}${query}`;
  return {
    get shark() {
      return opened.shark;
    },
    get viewer() {
      return opened.viewer;
    },
    device: (options = {}, person) => deviceOf(opened, options, person),
    addressOf,
    watch: async (page, title, query) => {
      await page.goto(addressOf(title, query));
      const player = playerOn(page);
      await player.ready();
      return player;
    },
  };
}
