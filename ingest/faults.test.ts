import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { picture, sound } from '../aws/local/testing/media/media.ts';
import type { VideoItem } from '../shared/catalog-item.ts';
import { type House, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterEach(async () => {
  await house.faults();
  await house.clock(0);
});
afterAll(() => house.close());

const clip = (name: string, seconds = 1) =>
  house.media.make(name, [...picture('320x180', '25', seconds), ...sound(seconds)]);

const jobsOf = async ({ videoId }: VideoItem) =>
  (await house.jobs()).filter(({ UserMetadata }) => UserMetadata?.['videoId'] === videoId);

const isReady = ({ current }: VideoItem) => current?.status === 'ready';
const minute = 60_000;

test('an upload whose event is lost is found by the sweeper', async () => {
  await house.faults({ s3: { dropEvents: 1 } });
  const { video } = await house.ingest(await clip('untold.mp4'));
  expect(isReady(video)).toBe(true);
  expect(await jobsOf(video)).toHaveLength(1);
});

test('events that come twice, late and in any order make one job and one ready video', async () => {
  await house.faults({ mediaconvert: { duplicate: 2, delayMs: 200, shuffle: true } });
  const { video } = await house.ingest(await clip('shuffled.mp4'));
  expect(video.current).toMatchObject({ status: 'ready', attempt: 1 });
  await sleep(2000);
  expect(await house.videoWhen('shuffled.mp4', () => true)).toEqual(video);
  expect(await jobsOf(video)).toHaveLength(1);
});

test('a job whose end nobody was told of is asked for', async () => {
  await house.faults({ mediaconvert: { drop: ['COMPLETE'] } });
  const path = await clip('unfinished.mp4');
  await house.drop(path);
  const begun = await house.videoWhen(path, ({ next }) => next?.status === 'transcoding');
  while ((await jobsOf(begun))[0]?.Status !== 'COMPLETE') await sleep(100);
  await house.clock(minute);
  const video = await house.videoWhen(path, isReady);
  expect(await jobsOf(video)).toHaveLength(1);
});

test.each([
  ['for no fault of the file is made again after a while', 1999, undefined],
  ['for its settings is made again with plainer ones', 1040, 'safe'],
] as const)('a job that fails %s', async (_, errorCode, profile) => {
  await house.faults({ mediaconvert: { fail: { errorCode, times: 1 } } });
  const path = await clip(`again-${errorCode}.mp4`);
  await house.drop(path);
  const { next } = await house.videoWhen(path, (one) => one.next?.attempt === 2);
  expect(next?.profile).toBe(profile);
  await house.clock(2 * minute);
  const video = await house.videoWhen(path, isReady);
  expect(video.current).toMatchObject({ attempt: 2 });
  expect((await jobsOf(video)).map(({ Status }) => Status).toSorted()).toEqual(['COMPLETE', 'ERROR']);
});

test('a job that is canceled leaves a failed video that can be tried again', async () => {
  const path = await clip('canceled.mp4', 60);
  await house.drop(path);
  const { next } = await house.videoWhen(path, (one) => one.next?.status === 'transcoding');
  await house.cancel(next?.jobId ?? '');
  const video = await house.videoWhen(path, (one) => one.next?.status === 'failed');
  expect(video.next?.failure).toMatchObject({ code: 'transcode_canceled', retryable: true });
});
