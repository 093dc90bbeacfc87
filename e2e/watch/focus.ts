import { describe, expect, test } from 'vitest';
import { tabThrough } from '../focus.ts';
import { type Cinema, titles } from './cinema.ts';

const header = ['link "Skip to content"', 'link "Shark: all videos"', 'button "Sign out"'];
const cards = [
  'link "New 0:40 A long swim"',
  'link "New 0:02 A splash"',
  'link "New 0:06 Two tongues"',
  'link "No picture New 0:06 A tone"',
];
const filters = ['link "sea"', 'link "Newest"', 'link "Oldest"', 'link "A to Z"'];
const search = ['searchbox "Search titles, descriptions and tags"', 'button "Search"'];

/** Where the focus goes, before anything was watched; whatever has it is seen. */
export function focus(at: Cinema): void {
  describe('with the Tab key', () => {
    test.each([1280, 375])('the catalog %i px wide is gone through as it is read', async (width) => {
      await at.viewer.setViewportSize({ width, height: 800 });
      await at.viewer.goto(at.shark.state.app);
      expect(await tabThrough(at.viewer)).toEqual([...header, ...search, ...filters, ...cards]);
    });

    test('the first stop leads past the header', async () => {
      await at.viewer.setViewportSize({ width: 1280, height: 800 });
      await at.viewer.goto(at.shark.state.app);
      await at.viewer.keyboard.press('Tab');
      await at.viewer.keyboard.press('Enter');
      expect(await tabThrough(at.viewer)).toEqual([...search, ...filters, ...cards]);
    });

    test('a watch page: the controls, the tools, what is said of it, what comes next', async () => {
      await at.watch(at.viewer, titles.swim);
      expect(await tabThrough(at.viewer)).toEqual([
        ...header,
        'region "Player: A long swim"',
        'button "play"',
        'slider "seek"',
        'button "play"',
        'button "mute"',
        'slider "volume"',
        'button "captions"',
        'button "Speed 1x"',
        'button "quality"',
        'button "enter picture in picture mode"',
        'button "enter fullscreen mode"',
        'button "Copy link at this time"',
        'button "Keyboard"',
        'link "sea"',
        'link "0:00 Shore"',
        'link "0:10 Reef"',
        'link "0:25 Open sea"',
        'link "0:02 A splash"',
      ]);
    });

    test.each(['captions', 'playback-rate', 'rendition'])('the menu of %s and back', async (menu) => {
      await at.watch(at.viewer, titles.swim);
      const button = at.viewer.locator(`media-${menu}-menu-button`);
      const hasFocus = () => button.evaluate((element) => element === document.activeElement);
      await button.focus();
      await at.viewer.keyboard.press('Enter');
      const chosen = at.viewer.getByRole('menuitemradio', { checked: true });
      await chosen.waitFor();
      await expect.poll(hasFocus).toBe(false);
      await at.viewer.keyboard.press('Escape');
      await expect.poll(hasFocus).toBe(true);
      await chosen.waitFor({ state: 'hidden' });
    });

    test('a menu takes it as well where nothing shall move', async () => {
      const { page, context } = await at.device({ reducedMotion: 'reduce' });
      await at.watch(page, titles.swim);
      await page.locator('media-rendition-menu-button').focus();
      await page.keyboard.press('Enter');
      const menu = page.locator('media-rendition-menu');
      await expect.poll(() => menu.evaluate((one) => one.matches(':focus-within'))).toBe(true);
      expect(await menu.evaluate((one) => getComputedStyle(one).transitionProperty)).toBe('opacity');
      await context.close();
    });
  });
}
