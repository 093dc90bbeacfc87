import { writeFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { vi } from 'vitest';
import { videoListSchema } from '../../shared/video.ts';
import { launchBrowser } from '../browser.ts';
import { botOf, drop, fillLibrary, type Wanted } from '../library.ts';
import { type Shark, startShark } from '../shark.ts';
import { arrive, enterPassword } from '../sign-in.ts';
import { makeSmallMovies } from '../small-movies.ts';
import { spendBesides } from '../spending.ts';

const capUsd = 10;
const small = { size: '320x180', languages: ['eng'] };
const shapes = [
  { name: 'tone', seconds: 3, size: null, languages: ['eng'] },
  { ...small, name: 'gone', seconds: 2 },
  { ...small, name: 'draft', seconds: 2 },
  { name: 'swim', seconds: 12, size: '426x240', languages: ['eng', 'deu'] },
  { ...small, name: 'dear', seconds: 2 },
];

/** Long words and addresses are what breaks narrow pages. */
const long =
  'A swim along the Donaudampfschifffahrtselektrizitätenhauptbetriebswerk, from one end to the other';
const chapters = `https://example.com/${'a-very-long-address'.repeat(4)}\n\n0:00 Shore\n0:04 Reef\n0:08 Open sea`;
const captions = [
  {
    ...{ language: 'en', label: 'English', format: 'vtt' as const },
    text: 'WEBVTT\n\n00:00.000 --> 00:11.000\nA fish\n',
  },
];

export const titles = { swim: long, tone: 'A tone', draft: 'A draft', gone: 'Long gone' };

const wantedFrom = (pathOf: (name: string) => string): Wanted[] => [
  { path: pathOf('tone'), patch: { title: titles.tone } },
  { path: pathOf('gone'), patch: { title: titles.gone, published: false } },
  { path: pathOf('draft'), patch: { title: titles.draft, published: false } },
  {
    path: pathOf('swim'),
    patch: { title: titles.swim, description: chapters, tags: ['sea', 'x'.repeat(40)] },
    captions,
  },
];

/** A service with somebody in each role, its library still empty. Nothing moves: colours are looked at while they stand. */
export async function openEverything() {
  const closing: (() => Promise<unknown>)[] = [];
  const [shark, { browser, close }, movies] = await Promise.all([
    startShark({ monthlyCapUsd: capUsd }),
    launchBrowser(),
    makeSmallMovies(shapes),
  ]);
  closing.push(shark.stop, close, movies.remove);
  const someone = async (person?: Shark['state']['admin']) => {
    const page = await newPage(browser);
    if (!person) return page;
    await enterPassword(page, shark.state, person);
    await arrive(page, shark.state);
    return page;
  };
  return {
    shark,
    someone,
    stranger: await someone(),
    viewer: await someone(shark.state.viewer),
    admin: await someone(shark.state.admin),
    moviePath: movies.pathOf('tone'),
    fill: () => fill(shark, movies.pathOf),
    close: async () => {
      for (const end of closing.reverse()) await end();
    },
  };
}

async function newPage(browser: Browser): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ reducedMotion: 'reduce' });
  context.setDefaultTimeout(15_000);
  return context.newPage();
}

/** Videos in every state there is: ready, as a draft, sound only, in the trash, failed, and not begun because the month is spent. */
async function fill({ state }: Shark, pathOf: (name: string) => string) {
  const ids = await fillLibrary(state, wantedFrom(pathOf));
  const bot = await botOf(state);
  await bot('DELETE', `/api/videos/${ids.get(titles.gone)}`);
  await writeFile(pathOf('broken'), 'this is no film');
  await drop(state, pathOf('broken'));
  await spendBesides(state, capUsd);
  await drop(state, pathOf('dear'));
  const failed = async (title: string) => {
    const { videos } = videoListSchema.parse(await bot('GET', '/api/videos?status=failed'));
    return videos.find((video) => video.title === title)?.id;
  };
  return {
    ids,
    /** The id of a video that came to nothing, once it did. */
    whenFailed: (title: string) => vi.waitUntil(() => failed(title), { timeout: 60_000, interval: 300 }),
  };
}
