import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from 'vitest';
import type { VideoItem } from '../../../shared/catalog-item.ts';
import { imagePath } from '../../../shared/paths.ts';
import type { Video, VideoList } from '../../../shared/video.ts';
import {
  botToken,
  calling,
  interrupted,
  manager,
  newId,
  putVideo,
  readyVideo,
  services,
  settings,
} from '../../test/wire.ts';
import { editVideo } from './edit.ts';

let call: ReturnType<typeof calling>;
beforeAll(async () => {
  call = calling(await botToken());
});

const Bucket = settings.MEDIA_BUCKET;

/** A draft whose frames are in the bucket; each frame holds its own path. */
async function draft(over: Partial<VideoItem> = {}) {
  const item = await putVideo(readyVideo(over));
  for (const { path } of item.current?.made.frames ?? [])
    await services.s3.send(
      new PutObjectCommand({ Bucket, Key: path, Body: path, ContentType: 'image/jpeg' }),
    );
  return item;
}

async function edit(id: string, patch: object): Promise<Video> {
  const response = await call('PATCH', `/api/videos/${id}`, patch);
  expect(response.status).toBe(200);
  return (await response.json()) as Video;
}

const pathOf = (video: Video) => (video.poster?.url ?? '').slice(settings.MEDIA_ORIGIN.length + 1);
const cardImage = new RegExp(`^${settings.ORG}/i/[A-Za-z0-9_-]{22}\\.jpg$`);

async function sizeOf(key: string): Promise<number | null> {
  return services.s3.send(new HeadObjectCommand({ Bucket, Key: key })).then(
    ({ ContentLength = 0 }) => ContentLength,
    () => null,
  );
}

describe('publishing', () => {
  test('copies the poster to a name nobody guesses, and shows the video to viewers', async () => {
    const { videoId, current } = await draft({ title: newId() });
    const video = await edit(videoId, { published: true });
    expect(video.published).toBe(true);
    expect(pathOf(video)).toMatch(cardImage);
    expect(await sizeOf(pathOf(video))).toBe(current?.made.frames[0]?.path.length);
    const list = (await (await call('GET', `/api/videos?q=${video.title}`)).json()) as VideoList;
    expect(list.videos).toHaveLength(1);
  });

  test('again changes nothing about it', async () => {
    const { videoId } = await draft();
    const first = await edit(videoId, { published: true });
    const second = await edit(videoId, { published: true, title: 'Another' });
    expect(second.poster).toEqual(first.poster);
  });

  test('another poster gets another name, and the old picture is gone', async () => {
    const { videoId } = await draft();
    const first = await edit(videoId, { published: true });
    const second = await edit(videoId, { posterId: 'f2' });
    expect(pathOf(second)).not.toBe(pathOf(first));
    expect(await sizeOf(pathOf(first))).toBeNull();
    expect(await sizeOf(pathOf(second))).not.toBeNull();
  });

  test('taken back, removes the picture and leaves the draft its poster', async () => {
    const { videoId } = await draft();
    const shown = await edit(videoId, { published: true });
    const hidden = await edit(videoId, { published: false });
    expect(hidden.published).toBe(false);
    expect(await sizeOf(pathOf(shown))).toBeNull();
    expect(pathOf(hidden)).toContain('/frames/');
  });

  test('many at once leave one picture', async () => {
    const { videoId } = await draft();
    const patch = () => call('PATCH', `/api/videos/${videoId}`, { published: true });
    const before = await pictures();
    const statuses = (await Promise.all(Array.from({ length: 5 }, patch))).map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
    expect(await pictures()).toBe(before + 1);
  });

  test('what others decide in between is not half kept', async () => {
    const { videoId } = await draft();
    await edit(videoId, { published: true });
    const unpublish = interrupted('GetItemCommand', () => edit(videoId, { published: false }));
    const item = await editVideo(unpublish, manager, videoId, { published: true });
    expect(item).toMatchObject({
      published: true,
      publishedAt: expect.any(String),
      imageKey: expect.any(String),
    });
  });

  test('shows a picture of the version that plays, even one that has just come', async () => {
    const { videoId } = await draft();
    const newVersion = interrupted('GetItemCommand', () => draft({ videoId }));
    const { current, imageKey = '' } = await editVideo(newVersion, manager, videoId, { published: true });
    const command = new GetObjectCommand({ Bucket, Key: imagePath(settings.ORG, imageKey) });
    const picture = await (await services.s3.send(command)).Body?.transformToString();
    expect(picture).toBe(current?.made.frames[0]?.path);
  });

  test('a video without pictures has no card image', async () => {
    const item = readyVideo();
    if (!item.current) throw new Error('not ready');
    const made = { ...item.current.made, frames: [], frameSize: null, posterId: null, renditions: [] };
    await putVideo({ ...item, current: { ...item.current, made } });
    expect(await edit(item.videoId, { published: true })).toMatchObject({ published: true, poster: null });
  });
});

const pictures = async () =>
  (await services.s3.send(new ListObjectsV2Command({ Bucket, Prefix: `${settings.ORG}/i/` }))).KeyCount ?? 0;

test('deleting a published video takes its card image away; what was made stays until it is purged', async () => {
  const { videoId } = await draft();
  const video = await edit(videoId, { published: true });
  expect((await call('DELETE', `/api/videos/${videoId}`)).status).toBe(204);
  expect(await sizeOf(pathOf(video))).toBeNull();
  const command = new ListObjectsV2Command({ Bucket, Prefix: `${settings.ORG}/v/${videoId}/` });
  expect((await services.s3.send(command)).KeyCount).toBeGreaterThan(0);
});
