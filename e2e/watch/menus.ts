import { describe, expect, test } from 'vitest';
import { keepLooks } from '../artifacts.ts';
import { type Cinema, titles } from './cinema.ts';

/** The player’s menus, and that it comes with the page that needs it. */
export function menus(at: Cinema): void {
  test('the player comes with the watch page, and not before', async () => {
    const scripts: string[] = [];
    at.viewer.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(response.url());
    });
    await at.viewer.goto(at.shark.state.app);
    await at.viewer.getByText(titles.swim).waitFor();
    expect(scripts.filter((url) => url.includes('/player-'))).toEqual([]);
    await at.watch(at.viewer, titles.swim);
    expect(scripts.filter((url) => url.includes('/player-'))).toHaveLength(1);
  });

  describe('the menus', () => {
    test('a quality is chosen by its height, and chosen again at the next visit', async () => {
      const player = await at.watch(at.viewer, titles.swim);
      expect(await player.openMenu('rendition')).toEqual([
        expect.stringContaining('360p'),
        expect.stringContaining('240p'),
        expect.stringContaining('Auto'),
      ]);
      await player.choose('240p');
      const again = await at.watch(at.viewer, titles.swim);
      await again.play();
      await expect.poll(again.height, { timeout: 20_000 }).toBe(240);
      await again.openMenu('rendition');
      expect(await at.viewer.getByRole('menuitemradio', { name: '240p', checked: true }).count()).toBe(1);
      await again.choose('Auto');
      const last = await at.watch(at.viewer, titles.swim);
      await last.openMenu('rendition');
      expect(await at.viewer.getByRole('menuitemradio', { name: 'Auto', checked: true }).count()).toBe(1);
    });

    test('a speed is chosen, and keys change it', async () => {
      const player = await at.watch(at.viewer, titles.swim);
      await player.openMenu('playback-rate');
      await player.choose('1.5x');
      await expect.poll(player.speed).toBe(1.5);
      await at.viewer.keyboard.press('>');
      await expect.poll(player.speed).toBe(1.75);
      await at.viewer.getByText('Speed 1.75×').waitFor();
      await at.viewer.keyboard.press('<');
      await expect.poll(player.speed).toBe(1.5);
    });

    test('captions stand clear of the controls, and their language is chosen again at the next visit', async () => {
      const player = await at.watch(at.viewer, titles.swim);
      expect(await player.captions()).toEqual([]);
      await player.openMenu('captions');
      await player.choose('Deutsch');
      await player.play();
      const twoLines = { text: 'Ein Fisch\nund noch einer', line: expect.any(Number) };
      await expect.poll(player.captions).toEqual([twoLines]);
      const again = await at.watch(at.viewer, titles.swim);
      await again.play();
      await expect.poll(again.captions).toEqual([expect.objectContaining({ text: twoLines.text })]);
      await at.viewer.keyboard.press('k');
      await expect.poll(again.captions).toEqual([twoLines]);
      const bars = await at.viewer
        .locator('.seek, media-control-bar')
        .evaluateAll((all) => all.reduce((sum, bar) => sum + bar.clientHeight, 0));
      const [cue] = await again.captions();
      const lineHeight = ((await at.viewer.locator('shark-player').boundingBox())?.height ?? 0) * 0.0533;
      expect(-Number(cue?.line) * lineHeight).toBeGreaterThan(bars + lineHeight);
      await keepLooks(at.viewer, 'watch-captions');
      await at.viewer.keyboard.press('c');
      await expect.poll(again.captions).toEqual([]);
      const last = await at.watch(at.viewer, titles.swim);
      await last.play();
      await expect.poll(last.seconds).toBeGreaterThan(0.5);
      expect(await last.captions()).toEqual([]);
    });

    test('there is a choice of sound where there are two languages, and only there', async () => {
      const one = at.viewer.locator('media-audio-track-menu-button');
      await at.watch(at.viewer, titles.swim);
      expect(await one.isVisible()).toBe(false);
      const player = await at.watch(at.viewer, titles.two);
      await one.waitFor();
      await player.play();
      const languages = await player.openMenu('audio-track');
      expect(languages).toHaveLength(2);
      await at.viewer.getByRole('menuitemradio', { checked: false }).click();
      await player.openMenu('audio-track');
      expect(await at.viewer.getByRole('menuitemradio', { checked: true }).textContent()).toBe(languages[1]);
      await at.viewer.keyboard.press('Escape');
    });
  });
}
