import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { keepLooks } from '../artifacts.ts';
import { moveClock } from '../local-clock.ts';
import { fillSignIn } from '../sign-in.ts';
import { type Cinema, titles } from './cinema.ts';

const quarterMs = 15 * 60 * 1000;

async function disable(admin: Page, app: string, email: string): Promise<void> {
  await admin.goto(`${app}/admin/people`);
  await admin.getByRole('button', { name: `Disable: ${email}` }).click();
  await admin.getByRole('dialog').getByRole('button', { name: 'Take away access' }).click();
  await admin.getByRole('status').getByText(`${email} has no access any more.`).waitFor();
}

/** Somebody loses their access while they watch. The viewer has none afterwards, so this comes last. */
export function shutOut(at: Cinema): void {
  test('whoever is disabled while they watch sees no more of it after 15 minutes, reads why, and gets no further', async () => {
    const { state } = at.shark;
    const { page } = await at.device();
    const { page: admin } = await at.device({}, state.admin);
    await page.clock.install();
    // A short video is soon here whole: what comes later waits until the 15 minutes are over.
    const over = Promise.withResolvers<void>();
    await page.route(/_0*[3-9]\.m4s$/, async (route) => {
      await over.promise;
      await route.continue().catch(() => undefined);
    });
    const player = await at.watch(page, titles.swim, '?t=0');
    await player.play();
    await expect.poll(player.seconds, { timeout: 20_000 }).toBeGreaterThan(1);

    await disable(admin, state.app, state.viewer.email);
    const renewal = page.waitForResponse((answer) => answer.url().endsWith('/api/keys'));
    const media: number[] = [];
    page.on('response', (answer) => {
      if (answer.url().endsWith('.m4s')) media.push(answer.status());
    });
    await moveClock(state, quarterMs);
    await page.clock.fastForward(quarterMs);
    expect((await renewal).status()).toBe(401);
    over.resolve();

    const fault = page.getByRole('alert');
    await fault.getByText('This video is closed to you now').waitFor({ timeout: 40_000 });
    await fault.getByText('ask an admin').waitFor();
    expect(new Set(media)).toEqual(new Set([403]));
    await keepLooks(page, 'watch-shut-out');
    const position = page.waitForResponse((answer) => answer.request().method() === 'PUT');
    await page.keyboard.press('k');
    expect((await position).status()).toBe(401);

    await fault.getByRole('link', { name: 'Sign in again' }).click();
    await page.waitForURL((url) => url.origin === state.login);
    await fillSignIn(page, state.viewer);
    await page.getByText('User is disabled.').waitFor();
    await keepLooks(page, 'watch-shut-out-sign-in');
  });
}
