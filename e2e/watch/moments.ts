import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { keepLooks } from '../artifacts.ts';
import { type Cinema, titles } from './cinema.ts';

/** Places in a video: where somebody stopped, what an address asks for, chapters. */
export function moments(at: Cinema): void {
  describe('where somebody stopped', () => {
    const kept = (page: Page) =>
      page.waitForResponse((response) => response.request().method() === 'PUT' && response.ok());

    test('is where they go on, on another device', async () => {
      const player = await at.watch(at.viewer, titles.swim, '?t=12');
      await player.play();
      await expect.poll(player.seconds, { timeout: 20_000 }).toBeGreaterThan(13.5);
      const [sent] = await Promise.all([kept(at.viewer), at.viewer.keyboard.press('k')]);
      expect(sent.status()).toBe(204);
      const stoppedAt = await player.seconds();

      const { page, context } = await at.device();
      const other = await at.watch(page, titles.swim);
      await expect.poll(other.seconds).toBeCloseTo(stoppedAt, 0);
      await other.play();
      await expect.poll(other.seconds, { timeout: 20_000 }).toBeGreaterThan(stoppedAt + 2);
      const leftAt = await other.seconds();
      await page.goto(at.shark.state.app);
      await context.close();

      const back = await at.watch(at.viewer, titles.swim);
      await expect.poll(back.seconds).toBeGreaterThan(leftAt - 1);
    });

    test('of a video watched to its end is its start', async () => {
      const player = await at.watch(at.viewer, titles.swim, '?t=38');
      await Promise.all([kept(at.viewer), player.play()]);
      await at.viewer.getByRole('group', { name: 'Next video' }).waitFor();
      expect(await (await at.watch(at.viewer, titles.swim)).seconds()).toBe(0);
    });
  });

  describe('a moment in the address', () => {
    test.each([
      ['?t=21', 21],
      ['?t=0m25s', 25],
      ['?t=soon', 0],
      ['?t=9h', 0],
    ])('%s starts at %i s', async (query, seconds) => {
      const player = await at.watch(at.viewer, titles.swim, query);
      await expect.poll(player.seconds).toBeCloseTo(seconds, 0);
    });

    test('is copied as a link', async () => {
      await at.watch(at.viewer, titles.swim, '?t=17');
      await at.viewer.getByRole('button', { name: 'Copy link at this time' }).click();
      await at.viewer.getByText('Link copied').waitFor();
      expect(await at.viewer.evaluate(() => navigator.clipboard.readText())).toBe(
        at.addressOf(titles.swim, '?t=17'),
      );
    });
  });

  describe('chapters', () => {
    test('are listed, mark the seek bar, which shows what is there, and are gone to without loading the page again', async () => {
      const player = await at.watch(at.viewer, titles.swim);
      await at.viewer.evaluate(() => Object.assign(window, { stayed: true }));
      expect(await at.viewer.getByText('Filmed in May.').textContent()).not.toContain('Open sea');
      const seek = at.viewer.locator('media-time-range');
      const marks = () =>
        seek.evaluate((bar) => bar.shadowRoot?.querySelectorAll('#segments-clipping rect').length);
      await expect.poll(marks).toBe(3);
      await at.viewer.getByRole('link', { name: 'Open sea' }).click();
      await expect.poll(player.seconds, { timeout: 20_000 }).toBeGreaterThan(25);
      expect(await player.isPaused()).toBe(false);
      await at.viewer.locator('a[aria-current="true"]', { hasText: 'Open sea' }).waitFor();
      expect(await at.viewer.evaluate(() => 'stayed' in window)).toBe(true);
      await seek.hover();
      await seek.locator('> media-preview-chapter-display', { hasText: 'Reef' }).waitFor();
      const frame = seek.locator('> .preview img');
      const frameWidth = () => frame.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth);
      await expect.poll(frameWidth, { timeout: 10_000 }).toBeGreaterThan(0);
      const { width, bottom } = await frame.evaluate((img) => img.getBoundingClientRect());
      expect(width).toBeGreaterThan(100);
      expect(bottom).toBeLessThan((await seek.boundingBox())?.y ?? 0);
      await keepLooks(at.viewer, 'watch-chapters');
    });

    test('are links where there is no script', async () => {
      const { page } = await at.device({ javaScriptEnabled: false });
      await page.goto(at.addressOf(titles.swim));
      await page.getByRole('link', { name: 'Open sea' }).click();
      expect(page.url()).toBe(at.addressOf(titles.swim, '?t=25'));
      expect(await page.locator('shark-player').getAttribute('start-at')).toBe('25000');
      expect(await page.getByRole('button', { name: 'Copy link' }).count()).toBe(0);
    });
  });
}
