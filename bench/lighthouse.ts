import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse, { type Config, desktopConfig } from 'lighthouse';
import { chromium } from 'playwright-core';
import { chromiumFlags, findChromium } from '../e2e/browser.ts';
import { fillLibrary } from '../e2e/library.ts';
import { type Shark, startShark } from '../e2e/shark.ts';
import { arrive, enterPassword } from '../e2e/sign-in.ts';
import { makeSmallMovies, type Shape } from '../e2e/small-movies.ts';

/**
 * Lighthouse on the catalog and the watch page of a service started as `npm start` does, as a viewer who is signed in, on its
 * phone and on its desktop. Prints the median of three runs and what each audit that took points away says; exits 1 when a
 * score is below 95.
 */

const leastScore = 95;
const runs = 3;
const categories = ['performance', 'accessibility', 'best-practices'] as const;
const devices: Record<string, Config | undefined> = { phone: undefined, desktop: desktopConfig };

const shapes: Shape[] = Array.from({ length: 12 }, (_, n) => ({
  ...{ name: `film ${n}`, seconds: n === 11 ? 20 : 2, size: '1280x720', languages: ['eng'] },
}));

type Scores = Record<(typeof categories)[number], number>;
type Report = { scores: Scores; complaints: string[] };

const percent = (score: number | null | undefined) => Math.round((score ?? 0) * 100);

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** One run, in the browser that listens on `port`: its cookies stay, its cache does not. */
async function look(url: string, port: number, config: Config | undefined): Promise<Report> {
  const flags = { port, logLevel: 'error' as const, onlyCategories: [...categories] };
  const result = await lighthouse(url, flags, config);
  if (!result || result.lhr.runtimeError) throw new Error(`${url}: ${result?.lhr.runtimeError?.message}`);
  const { lhr } = result;
  if (lhr.finalDisplayedUrl !== url) throw new Error(`${url} led to ${lhr.finalDisplayedUrl}`);
  const scored = categories.map((name) => [name, percent(lhr.categories[name]?.score)]);
  const weighty = categories.flatMap((name) => lhr.categories[name]?.auditRefs ?? []);
  const complaints = weighty
    .filter(({ id, weight }) => weight > 0 && (lhr.audits[id]?.score ?? 1) < 0.9)
    .map(({ id }) => `${id} ${lhr.audits[id]?.displayValue ?? ''}`.trim());
  return { scores: Object.fromEntries(scored), complaints };
}

/** Prints what three runs come to; whether every score is good enough. */
async function judge(name: string, url: string, port: number, config: Config | undefined): Promise<boolean> {
  const reports: Report[] = [];
  for (let run = 0; run < runs; run++) reports.push(await look(url, port, config));
  const scores = categories.map((category) => [
    category,
    median(reports.map((report) => report.scores[category])),
  ]);
  const complaints = [...new Set(reports.flatMap((report) => report.complaints))];
  console.log(JSON.stringify({ page: name, ...Object.fromEntries(scores), complaints }));
  return scores.every(([, score]) => Number(score) >= leastScore);
}

/** Published videos with pictures; gives the address of the newest one's page. */
async function fill({ state }: Shark): Promise<string> {
  const movies = await makeSmallMovies(shapes);
  const wanted = shapes.map(({ name }) => ({ path: movies.pathOf(name), patch: { title: `A ${name}` } }));
  const ids = await fillLibrary(state, wanted).finally(movies.remove);
  return `${state.app}/watch/${ids.get(`A ${shapes.at(-1)?.name}`)}`;
}

/** A browser of the viewer's that others can steer by its port. */
async function openBrowser({ state }: Shark, folder: string) {
  const { path, env, dispose } = await findChromium();
  const args = [...chromiumFlags, '--remote-debugging-port=0'];
  const context = await chromium.launchPersistentContext(folder, { executablePath: path, env, args });
  const page = await context.newPage();
  await enterPassword(page, state, state.viewer);
  await arrive(page, state);
  await page.goto('about:blank');
  const [port] = (await readFile(join(folder, 'DevToolsActivePort'), 'utf8')).split('\n');
  const close = async () => {
    await context.close();
    await dispose();
  };
  return { port: Number(port), close };
}

async function run(shark: Shark, folder: string): Promise<void> {
  const watch = await fill(shark);
  const { port, close } = await openBrowser(shark, folder);
  const good: boolean[] = [];
  try {
    for (const [device, config] of Object.entries(devices)) {
      good.push(await judge(`catalog on a ${device}`, `${shark.state.app}/`, port, config));
      good.push(await judge(`watch on a ${device}`, watch, port, config));
    }
  } finally {
    await close();
  }
  process.exitCode = good.every(Boolean) ? 0 : 1;
}

const shark = await startShark({});
const folder = await mkdtemp(join(tmpdir(), 'shark-lighthouse-'));
try {
  await run(shark, folder);
} finally {
  await shark.stop();
  await rm(folder, { recursive: true, force: true });
}
