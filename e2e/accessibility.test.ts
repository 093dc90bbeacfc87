import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openEverything, titles } from './accessibility/everything.ts';
import { keepFailure, keepLooks } from './artifacts.ts';
import { barriersOn } from './axe.ts';
import { mailsTo, passwordFor } from './inbox.ts';
import { putControl } from './local-control.ts';
import { playerOn } from './player.ts';
import { enterPassword } from './sign-in.ts';

let at: Awaited<ReturnType<typeof openEverything>>;
let ids: Map<string, string>;
let looked: Page;

beforeAll(async () => {
  at = await openEverything();
}, 180_000);
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepFailure(looked, 'accessibility');
});
afterAll(() => at?.close());

const guest = 'guest@example.com';
const idOf = (title: string) => ids.get(title) ?? '';
const open = (page: Page, path: string) => page.goto(`${at.shark.state.app}${path}`);

/** In each look: nothing that axe-core calls serious or critical, and nothing to scroll sideways. */
async function openToAll(page: Page, name: string): Promise<void> {
  looked = page;
  const barriers: string[] = [];
  await keepLooks(page, name, async (look) => {
    barriers.push(...(await barriersOn(page)).map((barrier) => `${look}: ${barrier}`));
  });
  expect(barriers).toEqual([]);
}

describe('while nothing is there', () => {
  test.each([
    ['viewer', '/', 'empty-catalog'],
    ['admin', '/', 'empty-catalog-admin'],
    ['admin', '/admin', 'empty-videos'],
    ['admin', '/admin/trash', 'empty-trash'],
  ] as const)('%s at %s', async (role, path, name) => {
    await open(at[role], path);
    await openToAll(at[role], name);
  });

  test('the inbox', async () => {
    await at.stranger.goto(at.shark.state.inbox);
    await openToAll(at.stranger, 'empty-inbox');
  });
});

describe('who is not signed in', () => {
  test.each([
    ['/', 'welcome'],
    ['/auth/help', 'help'],
    ['/auth/callback?code=x&state=y', 'callback-refused'],
    ['/nothing', 'signed-out-nothing'],
    ['/api', 'api'],
  ])('at %s', async (path, name) => {
    await open(at.stranger, path);
    await openToAll(at.stranger, name);
  });

  test.each([
    ['nobody', 'help-complaint'],
    [guest, 'help-asked'],
  ])('who asks for help as %s', async (email, name) => {
    await open(at.stranger, '/auth/help');
    await at.stranger.getByLabel('E-mail address').fill(email);
    await at.stranger.locator('form[action="/auth/help"]').evaluate((form: HTMLFormElement) => {
      form.noValidate = true;
    });
    await at.stranger.getByRole('button', { name: 'Send it again' }).click();
    await at.stranger.locator('[role="status"], [role="alert"]').first().waitFor();
    await openToAll(at.stranger, name);
  });

  test('on the sign-in pages', async () => {
    const page = await at.someone();
    await open(page, '/auth/login?return=/');
    await openToAll(page, 'sign-in');
    await enterPassword(page, at.shark.state, { email: guest, password: 'wrong' });
    await page.getByRole('alert').waitFor();
    await openToAll(page, 'sign-in-refused');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await openToAll(page, 'forgot');
    await page.getByLabel('E-mail').fill(at.shark.state.viewer.email);
    await page.getByRole('button', { name: 'Send the code' }).click();
    await page.getByLabel('Code from the mail').waitFor();
    await openToAll(page, 'forgot-code');
    await page.goto(`${at.shark.state.login}/nothing`);
    await openToAll(page, 'sign-in-nothing');
  });

  test('with an invitation, and its mail', async () => {
    await open(at.admin, '/admin/people');
    await at.admin.getByLabel('E-mail address').fill(guest);
    await at.admin.getByRole('button', { name: 'Invite', exact: true }).click();
    await at.admin.getByRole('list', { name: 'People' }).getByText(guest).waitFor();
    const password = await passwordFor(at.shark.state, guest);
    const page = await at.someone();
    await enterPassword(page, at.shark.state, { email: guest, password });
    await page.locator('input[name="new_password"]').waitFor();
    await openToAll(page, 'new-password');
    await page.goto(at.shark.state.inbox);
    await openToAll(page, 'inbox');
    await page.getByRole('link', { name: guest }).first().click();
    await openToAll(page, 'inbox-mail');
    const [mail] = await mailsTo(at.shark.state, guest);
    await page.setContent(mail?.html ?? '');
    await openToAll(page, 'invitation');
  });
});

describe('once there are videos', () => {
  let failed: string;
  let unpaid: string;

  beforeAll(async () => {
    const filled = await at.fill();
    ids = filled.ids;
    [failed, unpaid] = await Promise.all([filled.whenFailed('broken'), filled.whenFailed('dear')]);
    await open(at.viewer, `/watch/${idOf(titles.swim)}`);
    await at.viewer.evaluate(async (id) => {
      const body = JSON.stringify({ positionMs: 6000 });
      const headers = { 'Content-Type': 'application/json' };
      await fetch(`/api/videos/${id}/position`, { method: 'PUT', body, headers });
    }, idOf(titles.swim));
  }, 180_000);

  test.each([
    ['viewer', '/', 'catalog'],
    ['viewer', '/?q=swim', 'catalog-found'],
    ['viewer', '/?tag=sea&sort=title', 'catalog-tag'],
    ['viewer', '/?q=elephant', 'catalog-nothing'],
    ['viewer', '/admin', 'forbidden'],
    ['viewer', '/watch/01JZZZZZZZZZZZZZZZZZZZZZZZ', 'watch-nothing'],
    ['viewer', '/?cursor=nonsense', 'invalid'],
    ['admin', '/admin', 'videos'],
    ['admin', '/admin?status=failed', 'videos-failed'],
    ['admin', '/admin?status=transcoding', 'videos-none'],
    ['admin', '/admin/upload', 'upload'],
    ['admin', '/admin/people', 'people-list'],
    ['admin', '/admin/trash', 'trash'],
  ] as const)('%s at %s', async (role, path, name) => {
    await open(at[role], path);
    await openToAll(at[role], name);
  });

  test.each([
    ['ready', () => idOf(titles.swim)],
    ['sound', () => idOf(titles.tone)],
    ['draft', () => idOf(titles.draft)],
    ['failed', () => failed],
    ['unpaid', () => unpaid],
    ['trashed', () => idOf(titles.gone)],
  ])('an admin at the page of a video that is %s', async (state, id) => {
    await open(at.admin, `/admin/videos/${id()}`);
    for (const details of await at.admin.locator('summary').all()) await details.click();
    await openToAll(at.admin, `manage-${state}`);
  });

  test('an admin who uploads', async () => {
    await open(at.admin, '/admin/upload');
    await at.admin.getByLabel('Choose videos').setInputFiles(at.moviePath);
    await at.admin.getByRole('list', { name: 'Uploads' }).getByRole('listitem').first().waitFor();
    await openToAll(at.admin, 'uploading');
  });

  test('a viewer who watches, chooses and listens', async () => {
    await open(at.viewer, `/watch/${idOf(titles.swim)}`);
    await playerOn(at.viewer).ready();
    await openToAll(at.viewer, 'watch');
    await playerOn(at.viewer).openMenu('captions');
    await openToAll(at.viewer, 'watch-menu');
    await open(at.viewer, `/watch/${idOf(titles.tone)}`);
    await playerOn(at.viewer).ready();
    await openToAll(at.viewer, 'watch-tone');
  });

  test('a viewer whose video has gone', async () => {
    await at.viewer.route(`${at.shark.state.media}/**/*.m3u8`, (route) => route.fulfill({ status: 404 }));
    await open(at.viewer, `/watch/${idOf(titles.swim)}`);
    await at.viewer.getByRole('alert').getByText('This video was taken down').waitFor({ timeout: 30_000 });
    await openToAll(at.viewer, 'watch-gone');
  });

  test('whoever comes while the database is away', async () => {
    await putControl(at.shark.state, '/_local/faults', { dynamodb: { down: true } });
    await open(at.viewer, '/');
    await at.viewer.getByText('Something is not working here').waitFor();
    await openToAll(at.viewer, 'unavailable');
    await putControl(at.shark.state, '/_local/faults', {});
  });
});
