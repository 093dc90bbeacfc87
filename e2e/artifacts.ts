import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const folder = join(import.meta.dirname, 'artifacts');

const looks = [
  { look: 'desktop', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { look: 'phone', viewport: { width: 375, height: 812 }, colorScheme: 'light' },
  { look: 'dark', viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  { look: 'narrow', viewport: { width: 320, height: 640 }, colorScheme: 'light' },
  { look: 'narrow-dark', viewport: { width: 320, height: 640 }, colorScheme: 'dark' },
] as const;
const [first] = looks;

/** A page longer than this, in CSS px, only goes on; a picture of all of it takes seconds. */
const mostHeight = 4000;

/** Throws away what earlier runs kept, before any test. */
export const setup = () => rm(folder, { recursive: true, force: true });

const sizeOf = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, scrollHeight, clientWidth } = document.documentElement;
    return { width: scrollWidth, height: scrollHeight, window: clientWidth };
  });

/**
 * Keeps how a page looks on a desktop, on phones 375 and 320 px wide and in the dark; it may not scroll sideways.
 * `examine` sees it in each look.
 */
export async function keepLooks(
  page: Page,
  name: string,
  examine: (look: string) => Promise<unknown> = async () => {},
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { look, viewport, colorScheme } of looks) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    const { width, height, window } = await sizeOf(page);
    const isLong = height > mostHeight;
    if (isLong) await page.setViewportSize({ ...viewport, height: mostHeight });
    await page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: !isLong });
    if (isLong) await page.setViewportSize(viewport);
    if (width > window) throw new Error(`${name} is ${width} px wide on a ${look} of ${window} px`);
    await examine(look);
  }
  await page.setViewportSize(first.viewport);
  await page.emulateMedia({ colorScheme: first.colorScheme });
}

/** Keeps what a page looked like when a step failed. */
export async function keepFailure(page: Page, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `failed-${name}.png`), timeout: 5000 }).catch(() => undefined);
}
