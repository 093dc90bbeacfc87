import { expect, test } from 'vitest';
import { newId, putVideo, readyVideo, services } from '../../test/wire.ts';
import { nextVideo } from './next-video.ts';

const published = (org: string, day: number) => {
  const publishedAt = `2026-01-0${day}T00:00:00.000Z`;
  return putVideo(readyVideo({ org, title: `Day ${day}`, published: true, publishedAt, imageKey: 'k' }));
};
const titleAfter = async (item: Awaited<ReturnType<typeof published>>) =>
  (await nextVideo(services, item))?.title;

test('the next one is what was published before it, and after the last comes the newest', async () => {
  const org = newId().toLowerCase();
  const [first, second, third] = [await published(org, 1), await published(org, 2), await published(org, 3)];
  expect(await titleAfter(third)).toBe('Day 2');
  expect(await titleAfter(second)).toBe('Day 1');
  expect(await titleAfter(first)).toBe('Day 3');
});

test('nothing follows the only one, nor a draft', async () => {
  const org = newId().toLowerCase();
  expect(await nextVideo(services, await published(org, 1))).toBeNull();
  expect(await nextVideo(services, await putVideo(readyVideo({ org })))).toBeNull();
});
