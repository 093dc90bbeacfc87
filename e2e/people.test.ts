import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { keepFailure, keepLooks } from './artifacts.ts';
import { launchBrowser } from './browser.ts';
import { letRunOut } from './expired-invitation.ts';
import { mailsTo, passwordFor } from './inbox.ts';
import { type Shark, startShark } from './shark.ts';
import { arrive, choosePassword, enterPassword } from './sign-in.ts';

const bodySchema = z.object({ addresses: z.union([z.string(), z.array(z.string())]) });
const [ann, bob, cal, dee] = ['ann', 'bob', 'cal', 'dee'].map((name) => `${name}@example.com`) as [
  ...[string, string, string, string],
];

describe('people', () => {
  let shark: Shark;
  let browser: Browser;
  let closeBrowser: () => Promise<void>;
  let admin: Page;
  let viewer: Page;
  const contexts: BrowserContext[] = [];

  const someone = async (options: { javaScriptEnabled?: boolean } = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    context.setDefaultTimeout(15_000);
    contexts.push(context);
    return context.newPage();
  };
  const url = (path: string) => `${shark.state.app}${path}`;
  const rowOf = (email: string) =>
    admin.getByRole('list', { name: 'People' }).getByRole('listitem').filter({ hasText: email });
  const resultOf = (text: string) =>
    admin.getByRole('list', { name: 'What happens' }).getByRole('listitem').filter({ hasText: text });
  const addresses = () => admin.getByLabel('Their addresses');
  /** What a viewer's page is answered when it asks for the cookies of pictures, and for a longer sign-in. */
  const mayGoOn = () =>
    viewer.evaluate(async () => {
      const keys = await fetch('/api/keys', { method: 'POST' });
      const refresh = await fetch('/auth/refresh', { method: 'POST' });
      return [keys.status, refresh.status];
    });
  const mailCounts = async (...emails: string[]) =>
    Promise.all(emails.map(async (email) => (await mailsTo(shark.state, email)).length));

  beforeAll(async () => {
    [shark, { browser, close: closeBrowser }] = await Promise.all([startShark({}), launchBrowser()]);
    admin = await someone();
    await enterPassword(admin, shark.state, shark.state.admin);
    await arrive(admin, shark.state);
    await admin.goto(url('/admin/people'));
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepFailure(admin, 'people');
  });
  afterAll(async () => {
    for (const context of contexts) await context.close();
    await closeBrowser?.();
    await shark?.stop();
  });

  test('many addresses are pasted, and what would happen to each is shown before anything is sent', async () => {
    const viewer = 'viewer@example.com';
    await admin.getByText('Several at once').click();
    await addresses().fill(`Ann Reef <${ann}>, ${bob}; ${cal}\n${viewer}\nnobody\n${bob.toUpperCase()}`);
    await admin.getByRole('button', { name: 'Check' }).click();
    await admin.getByText('3 invitations to send').waitFor();
    expect(await admin.locator('shark-invite').textContent()).toMatch(/\d+ of \d+ mails left today/);
    expect(await resultOf(ann).textContent()).toContain('Will be invited');
    const { y = 0, height = 0 } = (await resultOf(ann).boundingBox()) ?? {};
    const word = (await resultOf(ann).getByText('Will be invited').boundingBox())?.y ?? 0;
    expect(word > y && word < y + height).toBe(true);
    expect(await resultOf(viewer).textContent()).toContain('Has access already');
    expect(await resultOf('nobody').textContent()).toMatch(/Line 3\s*Not an e-mail address/);
    expect(await resultOf(bob).count()).toBe(1);
    expect(await mailCounts(ann, bob, cal)).toEqual([0, 0, 0]);
    await keepLooks(admin, 'people-check');
  });

  test('they go out one by one; where the network is lost nothing is: the rest stays in the form', async () => {
    const loseBob = (route: Route) => {
      const { addresses } = bodySchema.parse(route.request().postDataJSON());
      return addresses.includes(bob) ? route.abort() : route.continue();
    };
    await admin.route('**/api/people/bulk', loseBob);
    await admin.getByRole('button', { name: 'Send 3 invitations' }).click();
    await admin.getByText('1 invitation sent. 2 not, and kept above').waitFor();
    await admin.unroute('**/api/people/bulk', loseBob);
    expect(await resultOf(ann).textContent()).toContain('Sent');
    expect(await resultOf(bob).textContent()).toContain('cannot be reached');
    expect((await addresses().inputValue()).split('\n')).toEqual([bob, cal, 'nobody']);
    expect(await mailCounts(ann, bob, cal)).toEqual([1, 0, 0]);
    await rowOf(ann).getByText('Invited', { exact: true }).waitFor();
  });

  test('tried again they go, and nobody gets two', async () => {
    await addresses().fill(`${ann}\n${bob}\n${cal}`);
    await admin.getByRole('button', { name: 'Check' }).click();
    await admin.getByRole('button', { name: 'Send 2 invitations' }).click();
    await admin.getByText('2 invitations sent.').waitFor();
    expect(await addresses().inputValue()).toBe('');
    expect(await mailCounts(ann, bob, cal)).toEqual([1, 1, 1]);
    for (const email of [ann, bob, cal]) await rowOf(email).waitFor();
    await keepLooks(admin, 'people');
  });

  test('the mail names who invites, and where help is', async () => {
    const [mail] = await mailsTo(shark.state, ann);
    expect(mail?.subject).toBe('Shark invites you to its videos');
    expect(mail?.text).toContain(url('/auth/help'));
  });

  test('invitations that ran out are found by their state and sent again together', async () => {
    letRunOut(shark, ann);
    letRunOut(shark, bob);
    await admin.getByRole('link', { name: 'Invitation expired' }).click();
    await rowOf(ann).getByText('Invitation expired').waitFor();
    expect(await rowOf(cal).count()).toBe(0);
    await keepLooks(admin, 'people-expired');
    await admin.getByRole('button', { name: 'Send all expired again' }).click();
    await admin.getByText('2 invitations sent again.').waitFor();
    await admin.getByText('Nobody is “Invitation expired”').waitFor();
    expect(await mailCounts(ann, bob, cal)).toEqual([2, 2, 1]);
  });

  test('somebody whose invitation ran out helps themselves, without script', async () => {
    letRunOut(shark, cal);
    const guest = await someone({ javaScriptEnabled: false });
    await guest.goto(url('/'));
    await guest.getByRole('link', { name: 'Get help' }).click();
    await keepLooks(guest, 'help');
    const texts = await Promise.all(
      [cal, dee].map(async (email) => {
        const page = await someone({ javaScriptEnabled: false });
        await page.goto(url('/auth/help'));
        await page.getByLabel('E-mail address').fill(email);
        await page.getByRole('button', { name: 'Send it again' }).click();
        await page.getByText('Thank you.').waitFor();
        return page.content();
      }),
    );
    expect(texts[0]).toBe(texts[1]);
    await expect.poll(() => mailCounts(cal, dee)).toEqual([2, 0]);
    viewer = await someone();
    await enterPassword(viewer, shark.state, { email: cal, password: await passwordFor(shark.state, cal) });
    await choosePassword(viewer, 'Whale-song-2026');
    await arrive(viewer, shark.state);
  });

  test('by keyboard somebody is shut out at once and let in again, and the focus stays with them', async () => {
    expect(await mayGoOn()).toEqual([200, 204]);
    await admin.goto(url('/admin/people'));
    const focused = () => admin.evaluate(() => document.activeElement?.textContent ?? '');
    await rowOf(cal).getByRole('button', { name: 'Disable' }).focus();
    await admin.keyboard.press('Enter');
    const dialog = admin.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Cancel' }).waitFor();
    await admin.keyboard.press('Tab');
    await admin.keyboard.press('Enter');
    await rowOf(cal).getByText('Disabled').waitFor();
    await admin
      .getByRole('status')
      .filter({ hasText: `${cal} has no access any more.` })
      .waitFor();
    await expect.poll(focused).toContain(cal);
    expect(await mayGoOn()).toEqual([401, 401]);
    await admin.keyboard.press('Tab');
    await admin.keyboard.press('Enter');
    await rowOf(cal).getByText('Active').waitFor();
    expect(await mailCounts(cal)).toEqual([2]);
  });

  test('one invitation is sent again from its row', async () => {
    await rowOf(bob).getByRole('button', { name: 'Send again' }).click();
    await expect.poll(() => mailCounts(ann, bob)).toEqual([2, 3]);
    await rowOf(bob).getByText('Invited', { exact: true }).waitFor();
  });

  test('all of it fits a phone 320 px wide', async () => {
    const phone = await someone();
    await phone.setViewportSize({ width: 320, height: 640 });
    for (const path of ['/', '/auth/help']) {
      await phone.goto(url(path));
      expect(await phone.evaluate(() => document.documentElement.scrollWidth), path).toBe(320);
    }
    await admin.setViewportSize({ width: 320, height: 640 });
    await admin.getByText('Several at once').click();
    expect(await admin.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });
});
