import { beforeAll, describe, expect, test } from 'vitest';
import type { Video, VideoList } from '../../../shared/video.ts';
import { createBrowser } from '../../test/browser.ts';
import { refusalOf } from '../../test/fixtures.ts';
import { botToken, calling, newId, putVideo, readyVideo, settings, state } from '../../test/wire.ts';

let manage: ReturnType<typeof calling>;
let view: ReturnType<typeof calling>;
beforeAll(async () => {
  const browser = createBrowser();
  await browser.signIn(state.viewer);
  view = calling(browser.cookie('session') ?? '');
  manage = calling(await botToken());
});

const minute = (at: number) => new Date(Date.UTC(2026, 0, 1, 0, at)).toISOString();
const published = (at: number) => ({
  published: true,
  publishedAt: minute(at),
  imageKey: 'k',
  createdAt: minute(at),
});

/** Reads a list to its end, two a page. */
async function listAll(call: typeof manage, query: string): Promise<string[]> {
  const titles: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const response = await call('GET', `/api/videos?limit=2&${query}${cursor && `&cursor=${cursor}`}`);
    const page = (await response.json()) as VideoList;
    expect(page.videos.length).toBeLessThanOrEqual(2);
    titles.push(...page.videos.map(({ title }) => title));
    cursor = page.nextCursor;
  }
  return titles;
}

describe('the list', () => {
  const mark = newId();
  const failure = {
    code: 'job_lost',
    message: 'Nothing is known of it.',
    remedy: 'Try again.',
    retryable: true,
  };
  const next = {
    version: newId(),
    attempt: 1,
    status: 'failed' as const,
    estimatedUsd: 0.3,
    actualUsd: 0,
    failure,
  };
  const lost = readyVideo({ title: newId(), next, ...published(0) });
  beforeAll(async () => {
    await putVideo(lost);
    await putVideo(readyVideo({ title: `${mark} Blåhaj`, tags: ['soft'], ...published(3) }));
    await putVideo(readyVideo({ title: `${mark} angel shark`, ...published(1) }));
    await putVideo(readyVideo({ title: `${mark} Carpet shark`, ...published(2) }));
    await putVideo(readyVideo({ title: `${mark} Draft shark`, createdAt: minute(4) }));
    const { current: _, ...raw } = readyVideo({ title: `${mark} Egg`, createdAt: minute(5) });
    await putVideo({ ...raw, next: { version: newId(), attempt: 1, status: 'transcoding', percent: 40 } });
  });

  const of = (titles: string[]) =>
    titles.filter((title) => title.startsWith(mark)).map((title) => title.slice(27));

  test.each([
    ['newest', ['Blåhaj', 'Carpet shark', 'angel shark']],
    ['oldest', ['angel shark', 'Carpet shark', 'Blåhaj']],
    ['title', ['angel shark', 'Blåhaj', 'Carpet shark']],
  ])('shows a viewer what is published, %s first', async (sort, titles) => {
    expect(of(await listAll(view, `sort=${sort}`))).toEqual(titles);
    expect(await listAll(view, `sort=${sort}&q=${mark.toLowerCase()}`)).toEqual(
      titles.map((t) => `${mark} ${t}`),
    );
  });

  test('shows those who manage drafts and what is being made', async () => {
    expect(of(await listAll(manage, `q=${mark}`))).toEqual([
      ...['Egg', 'Draft shark', 'Blåhaj', 'Carpet shark', 'angel shark'],
    ]);
    expect(of(await listAll(manage, `q=${mark}&status=transcoding`))).toEqual(['Egg']);
  });

  test('tells those who manage what became of the making and what it costs, and viewers nothing of it', async () => {
    const of = async (call: typeof manage) =>
      ((await (await call('GET', `/api/videos?q=${lost.title}`)).json()) as VideoList).videos[0];
    const cost = { estimatedUsd: 0.3, actualUsd: 0 };
    expect(await of(manage)).toMatchObject({ status: 'ready', next: { status: 'failed' }, failure, cost });
    const seen = await of(view);
    expect(seen?.id).toBe(lost.videoId);
    for (const name of ['next', 'failure', 'cost']) expect(seen).not.toHaveProperty(name);
  });

  test('finds by a part of the title, whatever the case, and by a whole tag', async () => {
    expect(of(await listAll(view, `q=${mark}%20BLÅ`))).toEqual(['Blåhaj']);
    expect(of(await listAll(view, 'tag=soft'))).toEqual(['Blåhaj']);
    expect(of(await listAll(view, 'tag=sof'))).toEqual([]);
  });

  test('is not sent again while nothing has changed', async () => {
    const first = await view('GET', `/api/videos?q=${mark}`);
    const etag = first.headers.get('ETag') ?? '';
    const second = await view('GET', `/api/videos?q=${mark}`, undefined, { 'If-None-Match': etag });
    expect([first.status, second.status]).toEqual([200, 304]);
    expect(first.headers.get('Cache-Control')).toContain('private');
  });

  test('gives a cursor good for that order only', async () => {
    const page = (await (await view('GET', '/api/videos?limit=1')).json()) as VideoList;
    const response = await view('GET', `/api/videos?sort=title&cursor=${page.nextCursor}`);
    expect(await refusalOf(response)).toEqual({ status: 400, code: 'invalid_request' });
  });
});

describe('one video', () => {
  test('shows a viewer what plays, without what is for those who manage', async () => {
    const item = await putVideo(readyVideo({ ...published(0), imageKey: 'abc' }));
    const response = await view('GET', `/api/videos/${item.videoId}`);
    const folder = `${settings.MEDIA_ORIGIN}/${settings.ORG}/v/${item.videoId}/${item.current?.version}`;
    expect(response.headers.get('ETag')).toBe('"1.1"');
    expect(await response.json()).toEqual({
      ...{ id: item.videoId, title: 'A shark', description: '', tags: [], status: 'ready', published: true },
      publishedAt: minute(0),
      ...{ progressPercent: null, durationMs: 3000, resolutions: [{ width: 640, height: 360 }] },
      poster: { url: `${settings.MEDIA_ORIGIN}/${settings.ORG}/i/abc.jpg`, width: 640, height: 360 },
      ...{ createdAt: item.createdAt, updatedAt: item.updatedAt, version: item.current?.version },
      ...{ source: item.current?.source, renditions: item.current?.made.renditions, captions: [] },
      playback: { hls: `${folder}/index.m3u8`, dash: `${folder}/index.mpd` },
      storyboard: { url: `${folder}/storyboard.vtt` },
    });
  });

  test('has the captions of what plays; what was left out is shown to those who manage', async () => {
    const made = readyVideo().current;
    const caption = { id: '1-de', language: 'de', label: 'German' };
    const path = `${settings.ORG}/v/x/y/captions/1-de.vtt`;
    const warnings = [{ code: 'cover_unreadable', message: 'The cover could not be read.' }];
    const current = made && { ...made, made: { ...made.made, captions: [{ ...caption, path }], warnings } };
    const { videoId } = await putVideo(readyVideo({ ...published(0), current }));
    const seen = await view('GET', `/api/videos/${videoId}`);
    const { captions, ...others } = (await seen.json()) as Video;
    expect(captions).toEqual([{ ...caption, url: `${settings.MEDIA_ORIGIN}/${path}` }]);
    expect(others).not.toHaveProperty('warnings');
    const managed = (await (await manage('GET', `/api/videos/${videoId}`)).json()) as Video;
    expect(managed.warnings).toEqual(warnings);
  });

  test('shows those who manage the draft, its posters and what is being made', async () => {
    const failure = {
      code: 'no_streams',
      message: 'No picture, no sound.',
      remedy: 'Try.',
      retryable: false,
      detail: { check: 'segments', file: 'index_720p_000000003.m4s' },
    };
    const next = { version: newId(), attempt: 2, status: 'failed' as const, failure };
    const item = await putVideo(readyVideo({ next, posterId: 'f2' }));
    const video = (await (await manage('GET', `/api/videos/${item.videoId}`)).json()) as Video;
    expect(video.poster?.url).toMatch(/\/frames\/f_\.0000002\.jpg$/);
    expect(video.posters?.map(({ id }) => id)).toEqual(['f1', 'f2']);
    expect(video).toMatchObject({
      status: 'ready',
      next: { version: next.version, attempt: 2, status: 'failed', progressPercent: null },
      failure,
      cost: { estimatedUsd: null, actualUsd: null },
    });
  });

  test('a draft, for a viewer, and another organisation’s, for anyone, is not there', async () => {
    const draft = await putVideo(readyVideo());
    const elsewhere = await putVideo(readyVideo({ org: 'whale', ...published(0) }));
    const missing = { status: 404, code: 'not_found' };
    expect(await refusalOf(await view('GET', `/api/videos/${draft.videoId}`))).toEqual(missing);
    expect(await refusalOf(await view('GET', `/api/videos/${elsewhere.videoId}`))).toEqual(missing);
    expect(await refusalOf(await manage('GET', `/api/videos/${elsewhere.videoId}`))).toEqual(missing);
    expect(
      await refusalOf(await manage('PATCH', `/api/videos/${elsewhere.videoId}`, { title: 'x' })),
    ).toEqual(missing);
    expect(await refusalOf(await manage('DELETE', `/api/videos/${elsewhere.videoId}`))).toEqual(missing);
  });

  test('is not sent again while its revisions stand', async () => {
    const item = await putVideo(readyVideo());
    const path = `/api/videos/${item.videoId}`;
    const again = () => manage('GET', path, undefined, { 'If-None-Match': '"1.1"' });
    expect((await again()).status).toBe(304);
    await manage('PATCH', path, { title: 'New' });
    expect((await again()).status).toBe(200);
  });
});

describe('editing', () => {
  const edit = (id: string, patch: object, headers = {}) =>
    manage('PATCH', `/api/videos/${id}`, patch, headers);

  test('writes the attributes sent and no other', async () => {
    const { videoId, updatedAt } = await putVideo(readyVideo({ description: 'Old', updatedAt: minute(0) }));
    const response = await edit(videoId, { title: ' New ', tags: ['a', 'b'] });
    const video = (await response.json()) as Video;
    expect(response.headers.get('ETag')).toBe('"2.1"');
    expect(video).toMatchObject({ title: 'New', tags: ['a', 'b'], description: 'Old', published: false });
    expect(video.updatedAt > updatedAt).toBe(true);
  });

  test('holds If-Match to the edits of people, not to the pipeline’s', async () => {
    const { videoId } = await putVideo(readyVideo({ metaRev: 3, jobRev: 9 }));
    expect((await edit(videoId, { title: 'a' }, { 'If-Match': '"3.1"' })).status).toBe(200);
    const late = await edit(videoId, { title: 'b' }, { 'If-Match': '"3.9"' });
    expect(await refusalOf(late)).toEqual({ status: 412, code: 'precondition_failed' });
  });

  test('names a poster the video has not', async () => {
    const { videoId } = await putVideo(readyVideo());
    const response = await edit(videoId, { posterId: 'f9' });
    expect(await response.json()).toMatchObject({
      error: { code: 'invalid_request', details: { fields: [{ path: 'posterId' }] } },
    });
  });

  test('publishes nothing before it is ready', async () => {
    const { current: _, ...raw } = readyVideo();
    await putVideo({ ...raw, next: { version: newId(), attempt: 1, status: 'queued' } });
    const response = await edit(raw.videoId, { published: true });
    expect(await refusalOf(response)).toEqual({ status: 409, code: 'invalid_state' });
  });

  test('a viewer edits nothing', async () => {
    const { videoId } = await putVideo(readyVideo(published(0)));
    const response = await view('PATCH', `/api/videos/${videoId}`, { title: 'Mine' });
    expect(await refusalOf(response)).toEqual({ status: 403, code: 'forbidden' });
  });
});
