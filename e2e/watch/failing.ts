import { describe, expect, test } from 'vitest';
import { keepLooks } from '../artifacts.ts';
import { moveClock } from '../local-clock.ts';
import { type Cinema, titles } from './cinema.ts';

/** What goes wrong: long pauses, and being shut out. */
export function failing(at: Cinema): void {
  describe('a pause of three hours', () => {
    const hours = 3 * 60 * 60 * 1000;

    test('is not noticed: sign-in and cookies are renewed, and playing goes on', async () => {
      const { page, context } = await at.device();
      await page.clock.install();
      const player = await at.watch(page, titles.swim);
      await player.play();
      await expect.poll(player.seconds, { timeout: 20_000 }).toBeGreaterThan(1);
      await page.keyboard.press('k');

      // What three hours take away: the browser drops media cookies after 15 minutes, and the access token is dead.
      await context.clearCookies({ name: /^CloudFront-/ });
      await context.clearCookies({ name: 'session' });
      await moveClock(at.shark.state, hours);
      const renewed = page.waitForResponse((answer) => answer.url().endsWith('/auth/refresh'));
      await page.clock.fastForward(hours);
      expect((await renewed).status()).toBe(204);
      // The Worker, which signs the cookies, has no clock to move: the CDN goes back to its time.
      await moveClock(at.shark.state, 0);

      await player.seek(30);
      await page.keyboard.press('k');
      await expect.poll(player.seconds, { timeout: 30_000 }).toBeGreaterThan(31);
      expect(await page.locator('.fault').count()).toBe(0);
      expect(await page.locator('.said').textContent()).toBe('');
    });
  });

  describe('when playing fails', () => {
    test('it says what happened and what to do, and what to pass on', async () => {
      const { page, context } = await at.device({ permissions: ['clipboard-read', 'clipboard-write'] });
      // A short video is soon here whole: its end waits until the cookies are gone.
      const gone = Promise.withResolvers<void>();
      await page.route(/_0*[3-9]\.m4s$/, async (route) => {
        await gone.promise;
        await route.continue();
      });
      const player = await at.watch(page, titles.swim, '?t=0');
      const refused: (string | undefined)[] = [];
      page.on('response', (answer) => {
        if (answer.url().endsWith('/api/keys') && !answer.ok())
          refused.push(answer.headers()['x-request-id']);
      });
      await context.clearCookies();
      gone.resolve();
      await player.play();
      await player.seek(30);
      const fault = page.getByRole('alert');
      await fault.getByText('This video is closed to you now').waitFor({ timeout: 40_000 });
      await keepLooks(page, 'watch-fault');
      await fault.getByRole('button', { name: 'Copy details' }).click();
      await fault.getByRole('button', { name: 'Copied' }).waitFor();
      const report = await page.evaluate(() => navigator.clipboard.readText());
      expect(report.split('\n')).toEqual([
        ...['This video is closed to you now.', expect.stringContaining('Sign in again')],
        expect.stringMatching(/^Video: A long swim, at 0:\d\d$/),
        ...[
          `Page: ${at.addressOf(titles.swim)}`,
          expect.stringMatching(/^Time: .+Z$/),
          expect.stringMatching(/^Request: /),
        ],
      ]);
      expect(refused).toContain(report.split('Request: ')[1]);
      expect(await fault.getByRole('link', { name: 'Sign in again' }).getAttribute('href')).toContain(
        '/auth/login',
      );
    });
  });
}
