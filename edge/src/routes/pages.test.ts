import { beforeAll, describe, expect, test } from 'vitest';
import { type Browser, createBrowser } from '../../test/browser.ts';
import { app, newId, putVideo, readyVideo, settings, state } from '../../test/wire.ts';

const html = { headers: { Accept: 'text/html' } };
const signedIn = async (who: typeof state.admin) => {
  const browser = createBrowser();
  await browser.signIn(who);
  return browser;
};

let admin: Browser;
let viewer: Browser;
beforeAll(async () => {
  [admin, viewer] = [await signedIn(state.admin), await signedIn(state.viewer)];
});

const mark = newId();
const draft = readyVideo({ title: `${mark} draft` });
const shown = readyVideo({
  title: `${mark} shown <b>`,
  published: true,
  publishedAt: new Date().toISOString(),
  imageKey: 'k1',
});
beforeAll(async () => {
  await putVideo(draft);
  await putVideo(shown);
});

const mediaPathsOf = (response: Response) => [
  ...new Set(
    response.headers
      .getSetCookie()
      .filter((line) => line.startsWith('CloudFront-'))
      .map((line) => /Path=([^;]+)/i.exec(line)?.[1]),
  ),
];

describe('whoever is not signed in', () => {
  test('is welcomed, with a policy that lets only our own script run', async () => {
    const response = await app.request('/', html, {});
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(/^<!doctype html><html lang="en">/);
    expect(response.headers.get('Content-Security-Policy')).toContain(`script-src 'self'`);
    expect(response.headers.get('Cache-Control')).toContain('no-store');
  });

  test.each(['/watch/01KAAAAAAAAAAAAAAAAAAAAAAA', '/admin', '/admin/people?cursor=a'])(
    'is sent from %s to sign in, and back afterwards',
    async (path) => {
      const response = await app.request(path, html);
      expect(response.status).toBe(302);
      expect(response.headers.get('Location')).toBe(`/auth/login?return=${encodeURIComponent(path)}`);
    },
  );
});

describe('the catalog', () => {
  test('shows what is published, and its document brings the cookies of the card images', async () => {
    const response = await viewer.visit(`/?q=${mark}`, html);
    const page = await response.text();
    expect(page).toContain(`${mark} shown &lt;b&gt;`);
    expect(page).not.toContain(`${mark} draft`);
    expect(page).toContain(state.viewer.email);
    expect(mediaPathsOf(response)).toEqual([`/${settings.ORG}/i/`]);
    expect(response.headers.get('Cache-Control')).toBe('private, no-store');
    expect(response.headers.get('Link')).toBe(`<${settings.MEDIA_ORIGIN}>; rel=preconnect`);
  });

  test('shows an admin the same', async () => {
    const page = await (await admin.visit(`/?q=${mark}`, html)).text();
    expect(page).toContain(`${mark} shown`);
    expect(page).not.toContain(`${mark} draft`);
  });

  test.each(['/?sort=size', '/?cursor=nonsense'])('%s is told in a page, not shown', async (path) => {
    const response = await viewer.visit(path, html);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('This address does not make sense');
  });
});

describe('the watch page', () => {
  test('brings the cookies of its video and of its picture, and no signed address', async () => {
    const response = await viewer.visit(`/watch/${shown.videoId}`, html);
    const page = await response.text();
    expect(page).toContain(`<shark-player`);
    expect(page).not.toMatch(/Signature|Policy=|Key-Pair-Id/);
    expect(mediaPathsOf(response).toSorted()).toEqual([
      `/${settings.ORG}/i/`,
      `/${settings.ORG}/v/${shown.videoId}/`,
    ]);
  });

  test.each([
    ['a draft', draft.videoId],
    ['an unknown video', newId()],
    ['what is no id', 'x'],
  ])('%s is a 404 to a viewer, in a page that knows them, without cookies', async (_what, id) => {
    const response = await viewer.visit(`/watch/${id}`, html);
    const page = await response.text();
    expect(response.status).toBe(404);
    expect(page).toContain('Nothing is here');
    expect(page).toContain(state.viewer.email);
    expect(page).toContain(response.headers.get('X-Request-Id'));
    expect(mediaPathsOf(response)).toEqual([]);
  });

  test('an admin sees a draft', async () => {
    const response = await admin.visit(`/watch/${draft.videoId}`, html);
    expect(response.status).toBe(200);
    expect(mediaPathsOf(response)).toEqual([`/${settings.ORG}/v/${draft.videoId}/`]);
  });
});

describe('the administration', () => {
  test.each(['/admin', '/admin/upload', '/admin/people', `/admin/videos/${draft.videoId}`])(
    '%s is an admin’s',
    async (path) => {
      expect((await admin.visit(path, html)).status).toBe(200);
      const refused = await viewer.visit(path, html);
      expect(refused.status).toBe(403);
      expect(await refused.text()).toContain('This page is for admins');
      expect(mediaPathsOf(refused)).toEqual([]);
    },
  );

  test('the page of a draft opens its pictures and knows its revision', async () => {
    const response = await admin.visit(`/admin/videos/${draft.videoId}`, html);
    const page = await response.text();
    expect(mediaPathsOf(response)).toEqual([`/${settings.ORG}/v/${draft.videoId}/`]);
    expect(page).toContain('if-match="&quot;1.1&quot;"');
    expect(page).toContain(`${draft.title}`);
  });

  test('only the uploader may talk to the storage', async () => {
    const policyOf = async (path: string) =>
      (await admin.visit(path, html)).headers.get('Content-Security-Policy');
    expect(await policyOf('/admin/upload')).toContain(`connect-src 'self' ${settings.AWS_ENDPOINT_URL};`);
    expect(await policyOf('/admin')).toContain(`connect-src 'self';`);
  });

  test('the people are listed', async () => {
    const page = await (await admin.visit('/admin/people', html)).text();
    expect(page).toContain(state.viewer.email);
    expect(page).toContain('This is you');
  });
});

test('an address that is nothing says so, in a page that knows who reads it', async () => {
  const response = await viewer.visit('/nowhere', html);
  expect(response.status).toBe(404);
  expect(await response.text()).toContain(state.viewer.email);
});
