import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import type { VersionItem, VideoItem } from '../../../shared/catalog-item.ts';
import { dueKeys, keyOf } from '../../../shared/catalog-table.ts';
import type { Spend } from '../../../shared/spend.ts';
import type { TrashList } from '../../../shared/trash.ts';
import type { History, SourceLink, VersionList } from '../../../shared/versions.ts';
import type { Video } from '../../../shared/video.ts';
import { createBrowser } from '../../test/browser.ts';
import { refusalOf } from '../../test/fixtures.ts';
import {
  app,
  botToken,
  calling,
  newId,
  putVideo,
  readyVideo,
  services,
  settings,
  state,
} from '../../test/wire.ts';
import { createApp } from '../app.ts';
import { createServices } from '../services.ts';

let call: ReturnType<typeof calling>;
let view: ReturnType<typeof calling>;
beforeAll(async () => {
  const browser = createBrowser();
  await browser.signIn(state.viewer);
  view = calling(browser.cookie('session') ?? '');
  call = calling(await botToken());
});

const putItem = (item: Record<string, unknown>) =>
  services.dynamodb.send(
    new PutItemCommand({
      TableName: settings.TABLE_NAME,
      Item: marshall(item, { removeUndefinedValues: true }),
    }),
  );
const putObject = (Bucket: string, Key: string, Body: string) =>
  services.s3.send(new PutObjectCommand({ Bucket, Key, Body }));

const json = async <T>(response: Response) => (await response.json()) as T;
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();

/** The version item that stands beside what plays, with its manifest and frames in the bucket. */
async function keepVersion({ org, videoId, current }: VideoItem, createdAt: string): Promise<VersionItem> {
  if (!current) throw new Error('nothing plays');
  const { version, status: _, ...made } = current;
  const item = { ...keyOf.version(org, videoId, version), ...made, jobId: 'job', actualUsd: 0.5, createdAt };
  await putItem(item);
  await putObject(settings.MEDIA_BUCKET, made.made.hlsPath, '#EXTM3U');
  for (const { path } of made.made.frames) await putObject(settings.MEDIA_BUCKET, path, version);
  return item;
}

/** A video of two versions: the older one, then the one that plays. */
async function replaced(over: Partial<VideoItem> = {}) {
  const older = readyVideo(over);
  const newer = readyVideo({ ...over, videoId: older.videoId });
  await keepVersion(older, at(1));
  await keepVersion(newer, at(2));
  await putVideo(newer);
  return { id: newer.videoId, old: older.current?.version ?? '', now: newer.current?.version ?? '' };
}

async function failed(over: Partial<VideoItem['next']> = {}) {
  const version = newId();
  const { current: _, ...item } = readyVideo();
  const key = `uploads/${settings.ORG}/${item.videoId}/${version}/source`;
  await putObject(settings.UPLOADS_BUCKET, key, 'the film');
  const failure = { code: 'transcode_failed', message: 'Transcoding failed.', remedy: 'x', retryable: true };
  await putVideo({
    ...item,
    next: {
      ...{ version, attempt: 1, status: 'failed', failure, jobId: 'j', tries: 3 },
      input: { bucket: settings.UPLOADS_BUCKET, key, etag: 'e', sizeBytes: 8 },
      source: {
        fileName: 'Hai & Möwe.mov',
        sizeBytes: 8,
        width: null,
        height: null,
        frameRate: null,
        hasAudio: null,
      },
      ...over,
    },
  });
  return item.videoId;
}

describe('deleting', () => {
  test('takes a video from everybody, and restoring gives it back as a draft', async () => {
    const { videoId } = await putVideo(readyVideo({ published: true, publishedAt: at(1), imageKey: 'k' }));
    expect((await call('DELETE', `/api/videos/${videoId}`)).status).toBe(204);
    for (const path of ['', '/versions', '/events', '/source'])
      expect(await refusalOf(await call('GET', `/api/videos/${videoId}${path}`))).toMatchObject({
        status: 404,
      });
    expect((await call('DELETE', `/api/videos/${videoId}`)).status).toBe(404);
    expect((await call('PATCH', `/api/videos/${videoId}`, { title: 'x' })).status).toBe(404);
    expect((await view('POST', '/api/keys', { videoId })).status).toBe(404);
    const restored = await call('POST', `/api/videos/${videoId}/restore`);
    expect(restored.status).toBe(202);
    expect(await json<Video>(restored)).toMatchObject({ id: videoId, published: false, status: 'ready' });
    expect((await call('GET', `/api/videos/${videoId}`)).status).toBe(200);
  });

  test('puts it into the trash, until it is restored', async () => {
    const { videoId } = await putVideo(readyVideo({ title: 'Gone' }));
    const listed = async () =>
      (await json<TrashList>(await call('GET', '/api/trash'))).videos.find(({ id }) => id === videoId);
    await call('DELETE', `/api/videos/${videoId}`);
    const one = await listed();
    expect(one?.title).toBe('Gone');
    const days = Date.parse(one?.restorableUntil ?? '') - Date.parse(one?.deletedAt ?? '');
    expect(days).toBe(30 * 24 * 60 * 60_000);
    await call('POST', `/api/videos/${videoId}/restore`);
    expect(await listed()).toBeUndefined();
  });

  const note = (videoId: string, purgeAt: string) => ({
    ...keyOf.trash(settings.ORG, videoId),
    ...{ org: settings.ORG, videoId, purgeAt, ...dueKeys(settings.ORG, videoId, purgeAt) },
  });
  const inDays = (days: number) => new Date(Date.now() + days * 24 * 60 * 60_000).toISOString();
  const trash = async () =>
    (await json<TrashList>(await call('GET', '/api/trash'))).videos.map(({ id }) => id);

  test('cannot be undone after thirty days, and is no longer offered', async () => {
    const { videoId } = await putVideo(readyVideo({ deletedAt: inDays(-31) }));
    await putItem(note(videoId, inDays(1)));
    expect(await trash()).not.toContain(videoId);
    expect((await call('POST', `/api/videos/${videoId}/restore`)).status).toBe(404);
  });

  test('once more while it is restored stays noted for its purge', async () => {
    const item = await putVideo(readyVideo({ deletedAt: inDays(-1) }));
    await putItem(note(item.videoId, inDays(31)));
    await call('POST', `/api/videos/${item.videoId}/restore`);
    await putVideo({ ...item, deletedAt: inDays(0) });
    expect(await trash()).toContain(item.videoId);
  });

  test('twice at once deletes once', async () => {
    const { videoId } = await putVideo(readyVideo());
    const answers = await Promise.all([1, 2].map(() => call('DELETE', `/api/videos/${videoId}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404]);
    expect(await trash()).toContain(videoId);
  });

  test('is not there for a viewer to do or see', async () => {
    const { videoId } = await putVideo(readyVideo());
    expect((await view('DELETE', `/api/videos/${videoId}`)).status).toBe(403);
    expect((await view('GET', '/api/trash')).status).toBe(403);
  });
});

describe('trying again', () => {
  test('makes the next attempt, with the file and nothing else of the last one', async () => {
    const id = await failed();
    const response = await call('POST', `/api/videos/${id}/retry`);
    expect(response.status).toBe(202);
    expect(await json<Video>(response)).toMatchObject({
      status: 'queued',
      next: { attempt: 2, status: 'queued' },
      failure: null,
    });
    expect(await refusalOf(await call('POST', `/api/videos/${id}/retry`))).toEqual({
      status: 409,
      code: 'invalid_state',
    });
  });

  test('asked for twice at once makes one attempt', async () => {
    const id = await failed();
    const answers = await Promise.all([1, 2].map(() => call('POST', `/api/videos/${id}/retry`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
    const { next } = await json<Video>(await call('GET', `/api/videos/${id}`));
    expect(next).toMatchObject({ attempt: 2 });
  });

  test.each([
    ['a video that plays', async () => (await putVideo(readyVideo())).videoId, 409, 'invalid_state'],
    ['a file that never came', () => failed({ input: undefined }), 409, 'invalid_state'],
    ['a video that is not there', async () => newId(), 404, 'not_found'],
  ])('is refused for %s', async (_, given, status, code) => {
    expect(await refusalOf(await call('POST', `/api/videos/${await given()}/retry`))).toEqual({
      status,
      code,
    });
  });
});

describe('the month’s cap', () => {
  const over = { ...services, settings: { ...settings, MONTHLY_CAP_USD: 0 } };
  const poor = createApp(() => over);
  const post = async (path: string, body?: unknown) =>
    poor.request(path, {
      method: 'POST',
      headers: { Authorization: `Bearer ${await botToken()}`, 'Content-Type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });

  test('refuses uploads and further attempts with 402', async () => {
    const upload = { fileName: 'a.mp4', sizeBytes: 1, contentType: 'video/mp4' };
    expect(await refusalOf(await post('/api/uploads', upload))).toEqual({
      status: 402,
      code: 'budget_exceeded',
    });
    expect((await post(`/api/videos/${await failed()}/retry`)).status).toBe(402);
  });

  test('is told with what was spent', async () => {
    const before = await json<Spend>(await call('GET', '/api/spend'));
    const spent = keyOf.spend(settings.ORG, before.month, newId(), newId(), 1);
    await putItem({ ...spent, estimatedUsd: 9, actualUsd: 1.5 });
    const after = await json<Spend>(await call('GET', '/api/spend'));
    expect(after.spentUsd - before.spentUsd).toBeCloseTo(1.5);
    expect(after).toMatchObject({
      month: new Date().toISOString().slice(0, 7),
      capUsd: settings.MONTHLY_CAP_USD,
    });
  });
});

describe('versions', () => {
  test('are listed, the newest first, and the one that plays is marked', async () => {
    const { id, old, now } = await replaced();
    const { versions } = await json<VersionList>(await call('GET', `/api/videos/${id}/versions`));
    expect(versions).toMatchObject([
      { version: now, current: true, actualUsd: 0.5, fileName: 'a.mp4', durationMs: 3000 },
      { version: old, current: false },
    ]);
  });

  test('can be played again, and back', async () => {
    const { id, old, now } = await replaced();
    const back = await call('POST', `/api/videos/${id}/rollback`, { version: old });
    expect(back.status).toBe(200);
    expect((await json<Video>(back)).playback?.hls).toContain(`/${old}/`);
    const forth = await call('POST', `/api/videos/${id}/rollback`, { version: now });
    expect(await json<Video>(forth)).toMatchObject({ version: now });
  });

  test('take their picture along when the video is published', async () => {
    const { id, old } = await replaced({ published: true, publishedAt: at(3) });
    const video = await json<Video>(await call('POST', `/api/videos/${id}/rollback`, { version: old }));
    const key = new URL(video.poster?.url ?? '').pathname.slice(1);
    const picture = await services.s3.send(new GetObjectCommand({ Bucket: settings.MEDIA_BUCKET, Key: key }));
    expect(await picture.Body?.transformToString()).toBe(old);
  });

  test.each([
    ['an unknown version', { version: newId() }, 400, 'invalid_request'],
    ['no version', {}, 400, 'invalid_request'],
  ])('are refused: %s', async (_, body, status, code) => {
    const { id } = await replaced();
    const answer = await call('POST', `/api/videos/${id}/rollback`, body);
    expect(await refusalOf(answer)).toEqual({ status, code });
  });

  test.each(['transcoding', 'failed'] as const)(
    'cannot be rolled back to while an attempt that writes over them is %s',
    async (status) => {
      const { id, old, now } = await replaced();
      const { next: _, ...item } = readyVideo({ videoId: id });
      const current = item.current && { ...item.current, version: now };
      await putVideo({ ...item, ...(current && { current }), next: { version: old, attempt: 2, status } });
      const answer = await call('POST', `/api/videos/${id}/rollback`, { version: old });
      expect(await refusalOf(answer)).toEqual({ status: 409, code: 'invalid_state' });
    },
  );

  test('cannot be rolled back to when their files are gone', async () => {
    const playing = readyVideo();
    await putVideo(playing);
    const gone = readyVideo({ videoId: playing.videoId });
    const { version = '', status: _, ...made } = gone.current ?? {};
    await putItem({
      ...keyOf.version(settings.ORG, playing.videoId, version),
      ...made,
      jobId: 'j',
      createdAt: at(1),
    });
    const answer = await call('POST', `/api/videos/${playing.videoId}/rollback`, { version });
    expect(answer.status).toBe(400);
  });
});

describe('the original', () => {
  test('can be downloaded under its own name, of a failed video too', async () => {
    const { url, expiresAt } = await json<SourceLink>(
      await call('GET', `/api/videos/${await failed()}/source`),
    );
    const file = await fetch(url);
    expect(await file.text()).toBe('the film');
    expect(file.headers.get('Content-Disposition')).toBe(
      'attachment; filename="Hai & M_we.mov"; filename*=UTF-8\'\'Hai%20%26%20M%C3%B6we.mov',
    );
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
  });

  test('is not to be had by whoever reads the log', async () => {
    const lines: object[] = [];
    const watched = createApp(() => ({ ...services, log: (line) => void lines.push(line) }));
    const headers = { Authorization: `Bearer ${await botToken()}` };
    const answer = await watched.request(`/api/videos/${await failed()}/source`, { headers });
    expect((await json<SourceLink>(answer)).url).toContain('X-Amz-Signature');
    expect(lines).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toMatch(/X-Amz|Signature|Bearer/);
  });

  test.each([
    ['that has not arrived', { input: undefined }, 409],
    [
      'that is gone',
      { input: { bucket: settings.UPLOADS_BUCKET, key: 'uploads/none', etag: 'e', sizeBytes: 1 } },
      404,
    ],
  ])('%s is refused', async (_, next, status) => {
    expect((await call('GET', `/api/videos/${await failed(next)}/source`)).status).toBe(status);
  });
});

test('what happened is told page by page, the newest first', async () => {
  const { org, videoId, current } = await putVideo(readyVideo());
  for (const n of [1, 2, 3])
    await putItem({
      ...keyOf.event(org, videoId, `${at(n)}#e${n}`),
      ...{ at: at(n), type: 'Sweep', version: current?.version, attempt: 1, state: `S${n}` },
    });
  const read = async (query: string) =>
    json<History>(await call('GET', `/api/videos/${videoId}/events?limit=2${query}`));
  const first = await read('');
  expect(first.events.map(({ state }) => state)).toEqual(['S3', 'S2']);
  const second = await read(`&cursor=${first.nextCursor}`);
  expect(second.events).toMatchObject([{ state: 'S1', jobId: null, code: null }]);
  const bad = await call('GET', `/api/videos/${videoId}/events?cursor=oops`);
  expect(await refusalOf(bad)).toEqual({ status: 400, code: 'invalid_request' });
});

describe('captions', () => {
  const english = { language: 'en', label: 'English' };
  const srt = '1\n00:00:01,000 --> 00:00:02,000\nA shark!\n';

  test('in SubRip become a WebVTT track that everybody gets, until removed', async () => {
    const { videoId } = await putVideo(readyVideo());
    const added = await call('POST', `/api/videos/${videoId}/captions`, {
      ...english,
      format: 'srt',
      text: srt,
    });
    expect(added.status).toBe(201);
    const track = await json<{ id: string; url: string }>(added);
    const key = new URL(track.url).pathname.slice(1);
    const file = await services.s3.send(new GetObjectCommand({ Bucket: settings.MEDIA_BUCKET, Key: key }));
    expect(file.ContentType).toBe('text/vtt');
    expect(await file.Body?.transformToString()).toContain('00:00:01.000 --> 00:00:02.000\nA shark!');
    const read = async () => (await json<Video>(await call('GET', `/api/videos/${videoId}`))).captions;
    expect(await read()).toEqual([{ ...english, id: track.id, url: track.url }]);
    const remove = () => call('DELETE', `/api/videos/${videoId}/captions/${track.id}`);
    expect((await remove()).status).toBe(204);
    expect(await read()).toEqual([]);
    expect((await remove()).status).toBe(404);
  });

  test.each([
    ['text that is no captions', { text: 'hello' }, 'text'],
    ['a language in words', { language: 'English please' }, 'language'],
    ['no label', { label: ' ' }, 'label'],
    ['another format', { format: 'ass' }, 'format'],
  ])('are refused by name: %s', async (_, wrong, path) => {
    const { videoId } = await putVideo(readyVideo());
    const body = { ...english, format: 'srt', text: srt, ...wrong };
    const answer = await call('POST', `/api/videos/${videoId}/captions`, body);
    expect(answer.status).toBe(400);
    const { error } = await json<{ error: { details: { fields: { path: string }[] } } }>(answer);
    expect(error.details.fields.map((field) => field.path)).toEqual([path]);
  });

  test('of a video that does not play yet are refused', async () => {
    const answer = await call('POST', `/api/videos/${await failed()}/captions`, {
      ...{ ...english, format: 'srt', text: srt },
    });
    expect(await refusalOf(answer)).toEqual({ status: 409, code: 'invalid_state' });
  });
});

describe('a poster of one’s own', () => {
  /** The beginning of a JPEG up to its frame header: all that is looked at. */
  const jpeg = (width: number, height: number) =>
    new Uint8Array([
      ...[0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8],
      ...[height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0],
    ]);
  const put = async (videoId: string, body: Uint8Array<ArrayBuffer>, type = 'image/jpeg') =>
    app.request(`/api/videos/${videoId}/poster`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${await botToken()}`, 'Content-Type': type },
      body,
    });

  test('is shown, offered beside the frames, and given up for a frame', async () => {
    const { videoId } = await putVideo(readyVideo());
    const video = await json<Video>(await put(videoId, jpeg(1280, 720)));
    expect(video.poster).toMatchObject({ width: 1280, height: 720 });
    expect(video.poster?.url).toMatch(/\/posters\/own-[\w-]+\.jpg$/);
    expect(video.posters).toHaveLength(3);
    expect(video.posterId).toBe(video.posters?.[0]?.id);
    const frame = await json<Video>(await call('PATCH', `/api/videos/${videoId}`, { posterId: 'f2' }));
    expect(frame.posterId).toBe('f2');
  });

  test('is the card image of a published video', async () => {
    const { videoId } = await putVideo(readyVideo({ published: true, publishedAt: at(1) }));
    const video = await json<Video>(await put(videoId, jpeg(640, 360)));
    const key = new URL(video.poster?.url ?? '').pathname.slice(1);
    expect(key).toMatch(/^shark\/i\//);
    const copy = await services.s3.send(new GetObjectCommand({ Bucket: settings.MEDIA_BUCKET, Key: key }));
    expect(await copy.Body?.transformToByteArray()).toEqual(jpeg(640, 360));
  });

  test.each([
    ['no picture', new TextEncoder().encode('<svg/>'), 'image/jpeg', 422, 'media_rejected'],
    ['a picture too large', jpeg(1921, 10), 'image/jpeg', 422, 'media_rejected'],
    ['another type', jpeg(10, 10), 'image/svg+xml', 415, 'unsupported_media_type'],
    ['too many bytes', new Uint8Array(2 * 1024 ** 2 + 1), 'image/jpeg', 413, 'too_large'],
  ])('is refused: %s', async (_, body, type, status, code) => {
    const { videoId } = await putVideo(readyVideo());
    expect(await refusalOf(await put(videoId, body, type))).toEqual({ status, code });
  });
});

test.each([
  ['POST', '/retry'],
  ['POST', '/restore'],
  ['POST', '/rollback'],
  ['GET', '/versions'],
  ['GET', '/events'],
  ['GET', '/source'],
  ['POST', '/captions'],
  ['PUT', '/poster'],
  ['DELETE', '/captions/x'],
])('%s …%s is refused to viewers', async (method, path) => {
  const { videoId } = await putVideo(readyVideo({ published: true, publishedAt: at(1) }));
  expect((await view(method, `/api/videos/${videoId}${path}`)).status).toBe(403);
});

test('the settings of a Worker without a cap refuse nothing', async () => {
  const { MONTHLY_CAP_USD: _, ...rest } = settings;
  const { settings: free } = createServices(rest, {});
  expect(free.MONTHLY_CAP_USD).toBeUndefined();
});
