import { beforeAll, describe, expect, test } from 'vitest';
import { type Browser, createBrowser } from '../../test/browser.ts';
import { refusalOf } from '../../test/fixtures.ts';
import { botToken, calling, manager, newId, putVideo, readyVideo, services, state } from '../../test/wire.ts';
import type { Membership } from '../auth/membership.ts';
import { keepPosition, readPosition, readWatched } from './positions.ts';

let viewer: Browser;
let view: ReturnType<typeof calling>;
let bot: ReturnType<typeof calling>;
beforeAll(async () => {
  viewer = createBrowser();
  await viewer.signIn(state.viewer);
  view = calling(viewer.cookie('session') ?? '');
  bot = calling(await botToken());
});

const published = { published: true, publishedAt: '2026-01-01T00:00:00.000Z', imageKey: 'k' };
const pathOf = (videoId: string) => `/api/videos/${videoId}/position`;
const someone = (): Membership => ({ ...manager, kind: 'person', role: 'viewer', subject: newId() });

describe('keeping where somebody stopped', () => {
  test('answers 204, and the watch page goes on from there', async () => {
    const { videoId } = await putVideo(readyVideo(published));
    const response = await view('PUT', pathOf(videoId), { positionMs: 1200 });
    expect([response.status, await response.text()]).toEqual([204, '']);
    const page = await (await viewer.visit(`/watch/${videoId}`, { headers: { Accept: 'text/html' } })).text();
    expect(page).toContain('start-at="1200"');
  });

  test.each([
    ['what is finished starts again', { positionMs: 2900 }, '', 0],
    ['an address that names a moment wins', { positionMs: 1200 }, '?t=2', 2000],
    ['a moment after the end does not', { positionMs: 1200 }, '?t=1m', 1200],
  ])('%s', async (_what, position, query, startMs) => {
    const { videoId } = await putVideo(readyVideo(published));
    await view('PUT', pathOf(videoId), position);
    const page = await (await viewer.visit(`/watch/${videoId}${query}`)).text();
    expect(page).toContain(`start-at="${startMs}"`);
  });

  test('keeps nothing beyond the end, and no more than one place a video', async () => {
    const who = someone();
    const { videoId } = await putVideo(readyVideo(published));
    await keepPosition(services, who, videoId, { positionMs: 500 });
    await keepPosition(services, who, videoId, { positionMs: 9e9 });
    expect(await readPosition(services, who, videoId)).toMatchObject({ positionMs: 3000, durationMs: 3000 });
    expect(await readWatched(services, who, 10)).toHaveLength(1);
  });

  test.each([
    ['below zero', { positionMs: -1 }, 'positionMs'],
    ['in parts of a millisecond', { positionMs: 1.5 }, 'positionMs'],
    ['as text', { positionMs: '1' }, 'positionMs'],
    ['missing', {}, 'positionMs'],
    ['with something else', { positionMs: 1, at: 'now' }, 'at'],
  ])('a position %s is a 400 that names it', async (_what, body, path) => {
    const { videoId } = await putVideo(readyVideo(published));
    const response = await view('PUT', pathOf(videoId), body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { code: 'invalid_request', details: { fields: [{ path }] } },
    });
  });

  test('a bot has no place of its own', async () => {
    const { videoId } = await putVideo(readyVideo(published));
    const response = await bot('PUT', pathOf(videoId), { positionMs: 1 });
    expect(await refusalOf(response)).toEqual({ status: 403, code: 'forbidden' });
    expect(await readPosition(services, manager, videoId)).toBeNull();
    expect(await readWatched(services, manager, 10)).toEqual([]);
  });

  test('a video that somebody may not see is not there', async () => {
    const draft = await putVideo(readyVideo());
    const elsewhere = await putVideo(readyVideo({ org: 'whale', ...published }));
    const missing = { status: 404, code: 'not_found' };
    for (const videoId of [draft.videoId, elsewhere.videoId, newId(), 'x'])
      expect(await refusalOf(await view('PUT', pathOf(videoId), { positionMs: 1 }))).toEqual(missing);
  });

  test('what does not play yet has no place to keep', async () => {
    const { current: _, ...raw } = readyVideo();
    await putVideo({ ...raw, next: { version: newId(), attempt: 1, status: 'queued' } });
    const admin = createBrowser();
    await admin.signIn(state.admin);
    const manage = calling(admin.cookie('session') ?? '');
    const response = await manage('PUT', pathOf(raw.videoId), { positionMs: 1 });
    expect(await refusalOf(response)).toEqual({ status: 409, code: 'invalid_state' });
  });
});

describe('what somebody watched', () => {
  test('is listed newest first, and nobody else’s', async () => {
    const [who, other] = [someone(), someone()];
    const [first, second] = await Promise.all([1, 2].map(() => putVideo(readyVideo(published))));
    const keepAt = (nowMs: number, videoId = '') =>
      keepPosition({ ...services, clock: { now: () => nowMs } }, who, videoId, { positionMs: nowMs });
    await keepAt(1, first?.videoId);
    await keepAt(2, second?.videoId);
    await keepAt(3, first?.videoId);
    const [newest, older] = [
      { videoId: first?.videoId, positionMs: 3, durationMs: 3000, at: '1970-01-01T00:00:00.003Z' },
      { videoId: second?.videoId, positionMs: 2, durationMs: 3000, at: '1970-01-01T00:00:00.002Z' },
    ].map((watched) => expect.objectContaining(watched));
    expect(await readWatched(services, who, 10)).toEqual([newest, older]);
    expect(await readWatched(services, who, 1)).toEqual([newest]);
    expect(await readWatched(services, other, 10)).toEqual([]);
  });
});
