import { describe, expect, test } from 'vitest';
import { keepLooks } from '../artifacts.ts';
import { playerOn } from '../player.ts';
import { type Cinema, titles } from './cinema.ts';

/** What is around playing: the next video, the system’s own buttons, sound alone, phones. */
export function surroundings(at: Cinema): void {
  describe('what comes next', () => {
    test('is linked, offered at the end and played after a countdown', async () => {
      const player = await at.watch(at.viewer, titles.swim, '?t=38');
      const link = at.viewer.locator('.next-video a');
      expect(await link.textContent()).toContain(titles.short);
      await player.play();
      await at.viewer.getByRole('group', { name: 'Next video' }).getByText(`Next: ${titles.short}`).waitFor();
      await keepLooks(at.viewer, 'watch-next');
      await at.viewer.waitForURL(at.addressOf(titles.short));
      await expect.poll(playerOn(at.viewer).seconds, { timeout: 20_000 }).toBeGreaterThan(0.5);
    });

    test('stays away when somebody cancels, by the button or by Escape', async () => {
      const player = await at.watch(at.viewer, titles.short);
      const offer = at.viewer.getByRole('group', { name: 'Next video' });
      await player.play();
      await offer.getByRole('button', { name: 'Cancel' }).click();
      expect(await offer.count()).toBe(0);
      await at.viewer.keyboard.press('k');
      await offer.waitFor();
      await at.viewer.keyboard.press('Escape');
      expect(await offer.count()).toBe(0);
      await at.viewer.waitForTimeout(9000);
      expect(at.viewer.url()).toBe(at.addressOf(titles.short));
    });

    test('is only offered when nobody has touched anything for some videos', async () => {
      const player = await at.watch(at.viewer, titles.short);
      await player.play();
      await at.viewer.evaluate(() => sessionStorage.setItem('shark-in-a-row', '4'));
      const offer = at.viewer.getByRole('group', { name: 'Next video' });
      await offer.getByRole('button', { name: 'Play now' }).waitFor();
      expect(await offer.textContent()).not.toMatch(/in \d s/);
      await offer.getByRole('button', { name: 'Play now' }).click();
      await at.viewer.waitForURL(at.addressOf(titles.two));
      await expect.poll(playerOn(at.viewer).seconds, { timeout: 20_000 }).toBeGreaterThan(0.5);
    });
  });

  test('the system knows what plays, and its buttons work', async () => {
    await at.viewer.addInitScript(() => {
      const handlers: Record<string, MediaSessionActionHandler | null> = {};
      navigator.mediaSession.setActionHandler = (action, handler) =>
        void Object.assign(handlers, { [action]: handler });
      Object.assign(window, { handlers });
    });
    const player = await at.watch(at.viewer, titles.swim);
    const press = (action: MediaSessionAction, details = {}) =>
      at.viewer.evaluate(
        ([name, given]) => Reflect.get(window, 'handlers')[name]({ action: name, ...given }),
        [action, details] as const,
      );
    await player.play();
    const metadata = () =>
      at.viewer.evaluate(() => {
        const { title, artwork } = navigator.mediaSession.metadata ?? {};
        return [title, artwork?.[0]?.src.slice(0, 5)];
      });
    await expect.poll(metadata).toEqual([titles.swim, 'blob:']);
    await press('pause');
    await expect.poll(player.isPaused).toBe(true);
    await press('seekto', { seekTime: 30 });
    await expect.poll(player.seconds).toBeCloseTo(30, 0);
    await press('seekbackward');
    await expect.poll(player.seconds).toBeCloseTo(20, 0);
    await press('nexttrack');
    await at.viewer.waitForURL(at.addressOf(titles.short));
  });

  test('sound without a picture has a calm place, and controls that stay', async () => {
    const player = await at.watch(at.viewer, titles.tone);
    await at.viewer.keyboard.press('k');
    await expect.poll(player.seconds, { timeout: 20_000 }).toBeGreaterThan(3);
    expect(await at.viewer.locator('shark-player .no-picture').isVisible()).toBe(true);
    const bar = at.viewer.locator('media-control-bar');
    expect(await bar.evaluate((element) => getComputedStyle(element).opacity)).toBe('1');
    expect(await at.viewer.locator('media-pip-button').isVisible()).toBe(false);
    await keepLooks(at.viewer, 'watch-sound');
  });

  test('on a phone 320 px wide nothing is cut off, and every control is large enough for a finger', async () => {
    const { page } = await at.device({ viewport: { width: 320, height: 640 }, hasTouch: true });
    const player = await at.watch(page, titles.swim);
    const widths = await page.evaluate(() => [
      ...[document.documentElement.scrollWidth, document.documentElement.clientWidth],
    ]);
    expect(widths[0]).toBe(widths[1]);
    const controls = page.locator('media-control-bar > :is([role="button"], button):visible');
    const names = await controls.evaluateAll((all) =>
      all.map((control) => control.getAttribute('aria-label')),
    );
    expect(names.every(Boolean)).toBe(true);
    for (const control of await controls.all()) {
      const box = await control.boundingBox();
      expect(
        [box?.width, box?.height].every((side = 0) => side >= 44),
        await control.innerHTML(),
      ).toBe(true);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(320);
    }
    await page.locator('media-rendition-menu-button').tap();
    await page.getByRole('menuitemradio', { name: 'Auto' }).waitFor();
    for (const item of await page.getByRole('menuitemradio').all()) {
      const box = await item.boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(44);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(640);
    }
    await page.getByRole('menuitemradio', { name: '240p' }).tap();
    await player.play();
    await expect.poll(player.height, { timeout: 20_000 }).toBe(240);
  });
}
