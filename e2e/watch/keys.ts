import { describe, expect, test } from 'vitest';
import { keepLooks } from '../artifacts.ts';
import { type Cinema, titles } from './cinema.ts';

/** The keyboard, full screen and the picture in the picture. */
export function keys(at: Cinema): void {
  describe('the keys', () => {
    test.each([
      ['j', 20, 10],
      ['l', 20, 30],
      ['ArrowLeft', 20, 15],
      ['ArrowRight', 20, 25],
      ['0', 20, 0],
      ['5', 0, 20],
      ['ArrowLeft', 3, 0],
    ])('%s at %i s goes to %i s', async (key, from, to) => {
      const player = await at.watch(at.viewer, titles.swim, `?t=${from}`);
      await expect.poll(player.seconds).toBeCloseTo(from, 0);
      await at.viewer.keyboard.press(key);
      await expect.poll(player.seconds).toBeCloseTo(to, 0);
    });

    test.each(['Space', 'k'])('%s plays and pauses, with the focus anywhere', async (key) => {
      const player = await at.watch(at.viewer, titles.swim);
      await at.viewer.keyboard.press(key);
      await expect.poll(player.isPaused).toBe(false);
      await at.viewer.keyboard.press(key);
      await expect.poll(player.isPaused).toBe(true);
    });

    test('Space on a button presses that button', async () => {
      const player = await at.watch(at.viewer, titles.swim);
      await at.viewer.getByRole('button', { name: 'Keyboard' }).focus();
      await at.viewer.keyboard.press('Space');
      await at.viewer.getByRole('dialog').waitFor();
      expect(await player.isPaused()).toBe(true);
      await at.viewer.keyboard.press('k');
      expect(await player.isPaused()).toBe(true);
      await at.viewer.keyboard.press('Escape');
    });

    test('m mutes, and the arrows change the volume while the focus is in the player', async () => {
      const player = await at.watch(at.viewer, titles.swim);
      await at.viewer.keyboard.press('ArrowDown');
      expect(await player.volume()).toBe(1);
      await at.viewer.locator('media-fullscreen-button').focus();
      await at.viewer.keyboard.press('ArrowDown');
      await expect.poll(player.volume).toBe(0.9);
      await at.viewer.keyboard.press('m');
      await expect.poll(player.volume).toBe(0);
      await at.viewer.keyboard.press('m');
      await at.viewer.keyboard.press('ArrowUp');
      await expect.poll(player.volume).toBe(1);
    });

    test('f fills the screen, faults and offers included, and leaves it', async () => {
      await at.watch(at.viewer, titles.swim);
      const full = () => at.viewer.evaluate(() => document.fullscreenElement?.localName ?? null);
      await at.viewer.keyboard.press('f');
      await at.viewer.locator('media-controller[mediaisfullscreen]').waitFor();
      expect(await full()).toBe('shark-player');
      await at.viewer.keyboard.press('f');
      await expect.poll(full).toBeNull();
    });

    test('? shows the map; Escape closes it and gives the focus back', async () => {
      await at.watch(at.viewer, titles.swim);
      const link = at.viewer.getByRole('button', { name: 'Copy link at this time' });
      await link.focus();
      await at.viewer.keyboard.press('?');
      const dialog = at.viewer.getByRole('dialog', { name: 'Keyboard' });
      for (const key of 'Space K Left Right Up Down J L F M C < > 0 9 ?'.split(' '))
        await dialog.getByText(key, { exact: true }).waitFor();
      await keepLooks(at.viewer, 'watch-keys');
      await at.viewer.keyboard.press('Escape');
      await expect.poll(() => dialog.count()).toBe(0);
      expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
    });

    test('keys can be kept to the player, and that is remembered', async () => {
      const onPage = async (yes: boolean) => {
        await at.viewer.getByRole('button', { name: 'Keyboard' }).click();
        await at.viewer.getByLabel('Keys work on the whole page').setChecked(yes);
        await at.viewer.keyboard.press('Escape');
      };
      await at.watch(at.viewer, titles.swim);
      await onPage(false);
      const player = await at.watch(at.viewer, titles.swim);
      await at.viewer.keyboard.press('k');
      expect(await player.isPaused()).toBe(true);
      await at.viewer.locator('media-fullscreen-button').focus();
      await at.viewer.keyboard.press('k');
      await expect.poll(player.isPaused).toBe(false);
      await onPage(true);
    });
  });

  test('a picture in the picture', async () => {
    const player = await at.watch(at.viewer, titles.swim);
    await player.play();
    await at.viewer.locator('media-pip-button').click();
    await expect
      .poll(() => at.viewer.evaluate(() => document.pictureInPictureElement?.localName))
      .toBe('hls-video');
    await at.viewer.locator('media-pip-button').click();
    await expect.poll(() => at.viewer.evaluate(() => document.pictureInPictureElement)).toBeNull();
  });
}
