import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { keepFailure, keepLooks } from './artifacts.ts';
import { launchBrowser } from './browser.ts';
import { fillLibrary } from './library.ts';
import { moveClock } from './local-clock.ts';
import { playerOn } from './player.ts';
import { type Shark, startShark } from './shark.ts';
import { arrive, enterPassword } from './sign-in.ts';
import { makeSmallMovies } from './small-movies.ts';

const description = 'A swim along the reef.\n\n0:00 Shore\n0:10 Reef\n0:25 Open sea\n\nFilmed in May.';
const german = '1\n00:00:00,000 --> 00:00:38,000\nEin Fisch\nund noch einer\n';
const english = 'WEBVTT\n\n00:00.000 --> 00:38.000\nA fish\n';

/** Published in this order, so the catalog shows them the other way round. */
const shapes = [
  { name: 'tone', seconds: 6, size: null, languages: ['eng'] },
  { name: 'two', seconds: 6, size: '426x240', languages: ['eng', 'deu'] },
  { name: 'short', seconds: 2, size: '426x240', languages: ['eng'] },
  { name: 'swim', seconds: 40, size: '640x360', languages: ['eng'] },
];
const titles = { tone: 'A tone', two: 'Two tongues', short: 'A splash', swim: 'A long swim' };

let shark: Shark;
let browser: Browser;
let ids: Map<string, string>;
let viewer: Page;
const closing: (() => Promise<unknown>)[] = [];

/** A browser of the viewer's, signed in. */
async function device(options: BrowserContextOptions = {}): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(15_000);
  closing.push(() => context.close());
  const page = await context.newPage();
  await enterPassword(page, shark.state, shark.state.viewer);
  await arrive(page, shark.state);
  return { context, page };
}

const addressOf = (title: string, query = '') => `${shark.state.app}/watch/${ids.get(title)}${query}`;

/** Opens a watch page and waits until it could play. */
async function watch(page: Page, title: string, query = '') {
  await page.goto(addressOf(title, query));
  const player = playerOn(page);
  await player.ready();
  return player;
}

beforeAll(async () => {
  const [movies, launched] = await Promise.all([makeSmallMovies(shapes), launchBrowser()]);
  closing.push(launched.close, movies.remove);
  browser = launched.browser;
  shark = await startShark({});
  const captions = [
    { language: 'de', label: 'Deutsch', format: 'srt' as const, text: german },
    { language: 'en', label: 'English', format: 'vtt' as const, text: english },
  ];
  ids = await fillLibrary(shark.state, [
    { path: movies.pathOf('tone'), patch: { title: titles.tone } },
    { path: movies.pathOf('two'), patch: { title: titles.two } },
    { path: movies.pathOf('short'), patch: { title: titles.short } },
    { path: movies.pathOf('swim'), patch: { title: titles.swim, description, tags: ['sea'] }, captions },
  ]);
  ({ page: viewer } = await device({ permissions: ['clipboard-read', 'clipboard-write'] }));
}, 180_000);
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await keepFailure(viewer, 'watch');
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
  await shark?.stop();
});

test('the player comes with the watch page, and not before', async () => {
  const scripts: string[] = [];
  viewer.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response.url());
  });
  await viewer.goto(shark.state.app);
  await viewer.getByText(titles.swim).waitFor();
  expect(scripts.filter((url) => url.includes('/watch-'))).toEqual([]);
  await watch(viewer, titles.swim);
  expect(scripts.filter((url) => url.includes('/watch-'))).toHaveLength(1);
});

describe('the menus', () => {
  test('a quality is chosen by its height, and chosen again at the next visit', async () => {
    const player = await watch(viewer, titles.swim);
    expect(await player.openMenu('rendition')).toEqual([
      ...[expect.stringContaining('360p'), expect.stringContaining('240p'), expect.stringContaining('Auto')],
    ]);
    await player.choose('240p');
    const again = await watch(viewer, titles.swim);
    await again.play();
    await expect.poll(again.height, { timeout: 20_000 }).toBe(240);
    await again.openMenu('rendition');
    expect(await viewer.getByRole('menuitemradio', { name: '240p', checked: true }).count()).toBe(1);
    await again.choose('Auto');
    const last = await watch(viewer, titles.swim);
    await last.openMenu('rendition');
    expect(await viewer.getByRole('menuitemradio', { name: 'Auto', checked: true }).count()).toBe(1);
  });

  test('a speed is chosen, and keys change it', async () => {
    const player = await watch(viewer, titles.swim);
    await player.openMenu('playback-rate');
    await player.choose('1.5x');
    expect(await player.speed()).toBe(1.5);
    await viewer.keyboard.press('>');
    expect(await player.speed()).toBe(1.75);
    await viewer.getByText('Speed 1.75×').waitFor();
    await viewer.keyboard.press('<');
    expect(await player.speed()).toBe(1.5);
  });

  test('captions stand clear of the controls, and their language is chosen again at the next visit', async () => {
    const player = await watch(viewer, titles.swim);
    expect(await player.captions()).toEqual([]);
    await player.openMenu('captions');
    await player.choose('Deutsch');
    await player.play();
    const twoLines = { text: 'Ein Fisch\nund noch einer', line: expect.any(Number) };
    await expect.poll(player.captions).toEqual([twoLines]);
    const again = await watch(viewer, titles.swim);
    await again.play();
    await expect.poll(again.captions).toEqual([expect.objectContaining({ text: twoLines.text })]);
    await viewer.keyboard.press('k');
    await expect.poll(again.captions).toEqual([twoLines]);
    const bars = await viewer
      .locator('.seek, media-control-bar')
      .evaluateAll((all) => all.reduce((sum, bar) => sum + bar.clientHeight, 0));
    const [cue] = await again.captions();
    const lineHeight = ((await viewer.locator('shark-player').boundingBox())?.height ?? 0) * 0.0533;
    expect(-Number(cue?.line) * lineHeight).toBeGreaterThan(bars + lineHeight);
    await keepLooks(viewer, 'watch-captions');
    await viewer.keyboard.press('c');
    await expect.poll(again.captions).toEqual([]);
    const last = await watch(viewer, titles.swim);
    await last.play();
    await expect.poll(last.seconds).toBeGreaterThan(0.5);
    expect(await last.captions()).toEqual([]);
  });

  test('there is a choice of sound where there are two languages, and only there', async () => {
    const one = viewer.locator('media-audio-track-menu-button');
    await watch(viewer, titles.swim);
    expect(await one.isVisible()).toBe(false);
    const player = await watch(viewer, titles.two);
    await one.waitFor();
    const languages = await player.openMenu('audio-track');
    expect(languages).toHaveLength(2);
    await player.play();
    await viewer.getByRole('menuitemradio', { checked: false }).click();
    await player.openMenu('audio-track');
    expect(await viewer.getByRole('menuitemradio', { checked: true }).textContent()).toBe(languages[1]);
    await viewer.keyboard.press('Escape');
  });
});

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
    const player = await watch(viewer, titles.swim, `?t=${from}`);
    await expect.poll(player.seconds).toBeCloseTo(from, 0);
    await viewer.keyboard.press(key);
    await expect.poll(player.seconds).toBeCloseTo(to, 0);
  });

  test.each(['Space', 'k'])('%s plays and pauses, with the focus anywhere', async (key) => {
    const player = await watch(viewer, titles.swim);
    await viewer.keyboard.press(key);
    await expect.poll(player.isPaused).toBe(false);
    await viewer.keyboard.press(key);
    await expect.poll(player.isPaused).toBe(true);
  });

  test('Space on a button presses that button', async () => {
    const player = await watch(viewer, titles.swim);
    await viewer.getByRole('button', { name: 'Keyboard' }).focus();
    await viewer.keyboard.press('Space');
    await viewer.getByRole('dialog').waitFor();
    expect(await player.isPaused()).toBe(true);
    await viewer.keyboard.press('k');
    expect(await player.isPaused()).toBe(true);
    await viewer.keyboard.press('Escape');
  });

  test('m mutes, and the arrows change the volume while the focus is in the player', async () => {
    const player = await watch(viewer, titles.swim);
    await viewer.keyboard.press('ArrowDown');
    expect(await player.volume()).toBe(1);
    await viewer.locator('media-fullscreen-button').focus();
    await viewer.keyboard.press('ArrowDown');
    await expect.poll(player.volume).toBe(0.9);
    await viewer.keyboard.press('m');
    await expect.poll(player.volume).toBe(0);
    await viewer.keyboard.press('m');
    await viewer.keyboard.press('ArrowUp');
    await expect.poll(player.volume).toBe(1);
  });

  test('f fills the screen, faults and offers included, and leaves it', async () => {
    await watch(viewer, titles.swim);
    const full = () => viewer.evaluate(() => document.fullscreenElement?.localName ?? null);
    await viewer.keyboard.press('f');
    await viewer.locator('media-controller[mediaisfullscreen]').waitFor();
    expect(await full()).toBe('shark-player');
    await viewer.keyboard.press('f');
    await expect.poll(full).toBeNull();
  });

  test('? shows the map; Escape closes it and gives the focus back', async () => {
    await watch(viewer, titles.swim);
    const link = viewer.getByRole('button', { name: 'Copy link at this time' });
    await link.focus();
    await viewer.keyboard.press('?');
    const dialog = viewer.getByRole('dialog', { name: 'Keyboard' });
    for (const key of ['Space', 'K', '←', 'J', 'L', 'F', 'M', 'C', '<', '>', '0', '9', '?'])
      await dialog.getByText(key, { exact: true }).waitFor();
    await keepLooks(viewer, 'watch-keys');
    await viewer.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
    expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('keys can be kept to the player, and that is remembered', async () => {
    const onPage = async (yes: boolean) => {
      await viewer.getByRole('button', { name: 'Keyboard' }).click();
      await viewer.getByLabel('Keys work on the whole page').setChecked(yes);
      await viewer.keyboard.press('Escape');
    };
    await watch(viewer, titles.swim);
    await onPage(false);
    const player = await watch(viewer, titles.swim);
    await viewer.keyboard.press('k');
    expect(await player.isPaused()).toBe(true);
    await viewer.locator('media-fullscreen-button').focus();
    await viewer.keyboard.press('k');
    await expect.poll(player.isPaused).toBe(false);
    await onPage(true);
  });
});

test('a picture in the picture', async () => {
  const player = await watch(viewer, titles.swim);
  await player.play();
  await viewer.locator('media-pip-button').click();
  await expect
    .poll(() => viewer.evaluate(() => document.pictureInPictureElement?.localName))
    .toBe('hls-video');
  await viewer.locator('media-pip-button').click();
  await expect.poll(() => viewer.evaluate(() => document.pictureInPictureElement)).toBeNull();
});

describe('where somebody stopped', () => {
  const kept = (page: Page) =>
    page.waitForResponse((response) => response.request().method() === 'PUT' && response.ok());

  test('is where they go on, on another device', async () => {
    const player = await watch(viewer, titles.swim, '?t=12');
    await player.play();
    await expect.poll(player.seconds, { timeout: 20_000 }).toBeGreaterThan(13.5);
    const [sent] = await Promise.all([kept(viewer), viewer.keyboard.press('k')]);
    expect(sent.status()).toBe(204);
    const stoppedAt = await player.seconds();

    const { page, context } = await device();
    const other = await watch(page, titles.swim);
    await expect.poll(other.seconds).toBeCloseTo(stoppedAt, 0);
    await other.play();
    await expect.poll(other.seconds, { timeout: 20_000 }).toBeGreaterThan(stoppedAt + 2);
    const leftAt = await other.seconds();
    await page.goto(shark.state.app);
    await context.close();

    const back = await watch(viewer, titles.swim);
    await expect.poll(back.seconds).toBeGreaterThan(leftAt - 1);
  });

  test('of a video watched to its end is its start', async () => {
    const player = await watch(viewer, titles.swim, '?t=38');
    await Promise.all([kept(viewer), player.play()]);
    await viewer.getByRole('group', { name: 'Next video' }).waitFor();
    expect(await (await watch(viewer, titles.swim)).seconds()).toBe(0);
  });
});

describe('a moment in the address', () => {
  test.each([
    ['?t=21', 21],
    ['?t=0m25s', 25],
    ['?t=soon', 0],
    ['?t=9h', 0],
  ])('%s starts at %i s', async (query, seconds) => {
    const player = await watch(viewer, titles.swim, query);
    await expect.poll(player.seconds).toBeCloseTo(seconds, 0);
  });

  test('is copied as a link', async () => {
    await watch(viewer, titles.swim, '?t=17');
    await viewer.getByRole('button', { name: 'Copy link at this time' }).click();
    await viewer.getByText('Link copied').waitFor();
    expect(await viewer.evaluate(() => navigator.clipboard.readText())).toBe(addressOf(titles.swim, '?t=17'));
  });
});

describe('chapters', () => {
  test('are listed, mark the seek bar, and are gone to without loading the page again', async () => {
    const player = await watch(viewer, titles.swim);
    await viewer.evaluate(() => Object.assign(window, { stayed: true }));
    expect(await viewer.getByText('Filmed in May.').textContent()).not.toContain('Open sea');
    const seek = viewer.locator('media-time-range');
    const marks = () =>
      seek.evaluate((bar) => bar.shadowRoot?.querySelectorAll('#segments-clipping rect').length);
    await expect.poll(marks).toBe(3);
    await viewer.getByRole('link', { name: 'Open sea' }).click();
    await expect.poll(player.seconds, { timeout: 20_000 }).toBeGreaterThan(25);
    expect(await player.isPaused()).toBe(false);
    await viewer.locator('a[aria-current="true"]', { hasText: 'Open sea' }).waitFor();
    expect(await viewer.evaluate(() => 'stayed' in window)).toBe(true);
    await seek.hover();
    await seek.locator('> media-preview-chapter-display', { hasText: 'Reef' }).waitFor();
    await keepLooks(viewer, 'watch-chapters');
  });

  test('are links where there is no script', async () => {
    const { page } = await device({ javaScriptEnabled: false });
    await page.goto(addressOf(titles.swim));
    await page.getByRole('link', { name: 'Open sea' }).click();
    expect(page.url()).toBe(addressOf(titles.swim, '?t=25'));
    expect(await page.locator('shark-player').getAttribute('start-at')).toBe('25000');
    expect(await page.getByRole('button', { name: 'Copy link' }).count()).toBe(0);
  });
});

describe('what comes next', () => {
  test('is linked, offered at the end and played after a countdown', async () => {
    const player = await watch(viewer, titles.swim, '?t=38');
    const link = viewer.locator('.next-video a');
    expect(await link.textContent()).toContain(titles.short);
    await player.play();
    await viewer.getByRole('group', { name: 'Next video' }).getByText(`Next: ${titles.short}`).waitFor();
    await keepLooks(viewer, 'watch-next');
    await viewer.waitForURL(addressOf(titles.short));
    await expect.poll(playerOn(viewer).seconds, { timeout: 20_000 }).toBeGreaterThan(0.5);
  });

  test('stays away when somebody cancels, by the button or by Escape', async () => {
    const player = await watch(viewer, titles.short);
    const offer = viewer.getByRole('group', { name: 'Next video' });
    await player.play();
    await offer.getByRole('button', { name: 'Cancel' }).click();
    expect(await offer.count()).toBe(0);
    await viewer.keyboard.press('k');
    await offer.waitFor();
    await viewer.keyboard.press('Escape');
    expect(await offer.count()).toBe(0);
    await viewer.waitForTimeout(9000);
    expect(viewer.url()).toBe(addressOf(titles.short));
  });

  test('is only offered when nobody has touched anything for some videos', async () => {
    const player = await watch(viewer, titles.short);
    await player.play();
    await viewer.evaluate(() => sessionStorage.setItem('shark-in-a-row', '4'));
    const offer = viewer.getByRole('group', { name: 'Next video' });
    await offer.getByRole('button', { name: 'Play now' }).waitFor();
    expect(await offer.textContent()).not.toMatch(/in \d s/);
    await offer.getByRole('button', { name: 'Play now' }).click();
    await viewer.waitForURL(addressOf(titles.two));
    await expect.poll(playerOn(viewer).seconds, { timeout: 20_000 }).toBeGreaterThan(0.5);
  });
});

test('the system knows what plays, and its buttons work', async () => {
  await viewer.addInitScript(() => {
    const handlers: Record<string, MediaSessionActionHandler | null> = {};
    navigator.mediaSession.setActionHandler = (action, handler) =>
      void Object.assign(handlers, { [action]: handler });
    Object.assign(window, { handlers });
  });
  const player = await watch(viewer, titles.swim);
  const press = (action: MediaSessionAction, details = {}) =>
    viewer.evaluate(([name, given]) => Reflect.get(window, 'handlers')[name]({ action: name, ...given }), [
      action,
      details,
    ] as const);
  await player.play();
  const metadata = () =>
    viewer.evaluate(() => {
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
  await viewer.waitForURL(addressOf(titles.short));
});

test('sound without a picture has a calm place, and controls that stay', async () => {
  const player = await watch(viewer, titles.tone);
  await viewer.keyboard.press('k');
  await expect.poll(player.seconds, { timeout: 20_000 }).toBeGreaterThan(3);
  expect(await viewer.locator('shark-player .no-picture').isVisible()).toBe(true);
  const bar = viewer.locator('media-control-bar');
  expect(await bar.evaluate((element) => getComputedStyle(element).opacity)).toBe('1');
  expect(await viewer.locator('media-pip-button').isVisible()).toBe(false);
  await keepLooks(viewer, 'watch-sound');
});

test('on a phone 320 px wide nothing is cut off, and every control is large enough for a finger', async () => {
  const { page } = await device({ viewport: { width: 320, height: 640 }, hasTouch: true });
  const player = await watch(page, titles.swim);
  const widths = await page.evaluate(() => [
    ...[document.documentElement.scrollWidth, document.documentElement.clientWidth],
  ]);
  expect(widths[0]).toBe(widths[1]);
  const controls = page.locator('media-control-bar > :is([role="button"], button):visible');
  const names = await controls.evaluateAll((all) => all.map((control) => control.getAttribute('aria-label')));
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

describe('a pause of three hours', () => {
  const hours = 3 * 60 * 60 * 1000;

  test('is not noticed: sign-in and cookies are renewed, and playing goes on', async () => {
    const { page, context } = await device();
    await page.clock.install();
    const player = await watch(page, titles.swim);
    await player.play();
    await expect.poll(player.seconds, { timeout: 20_000 }).toBeGreaterThan(1);
    await page.keyboard.press('k');

    // What three hours take away: the browser drops media cookies after 15 minutes, and the access token is dead.
    await context.clearCookies({ name: /^CloudFront-/ });
    await context.clearCookies({ name: 'session' });
    await moveClock(shark.state, hours);
    const renewed = page.waitForResponse((answer) => answer.url().endsWith('/auth/refresh'));
    await page.clock.fastForward(hours);
    expect((await renewed).status()).toBe(204);
    // The Worker, which signs the cookies, has no clock to move: the CDN goes back to its time.
    await moveClock(shark.state, 0);

    await player.seek(30);
    await page.keyboard.press('k');
    await expect.poll(player.seconds, { timeout: 30_000 }).toBeGreaterThan(31);
    expect(await page.locator('.fault').count()).toBe(0);
    expect(await page.locator('.said').textContent()).toBe('');
  });
});

describe('when playing fails', () => {
  test('it says what happened and what to do, and what to pass on', async () => {
    const { page, context } = await device({ permissions: ['clipboard-read', 'clipboard-write'] });
    const player = await watch(page, titles.swim);
    const refused: (string | undefined)[] = [];
    page.on('response', (answer) => {
      if (answer.url().endsWith('/api/keys') && !answer.ok()) refused.push(answer.headers()['x-request-id']);
    });
    await context.clearCookies();
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
        `Page: ${addressOf(titles.swim)}`,
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
