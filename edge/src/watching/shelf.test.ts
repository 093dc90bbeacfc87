import { expect, test } from 'vitest';
import type { VideoItem } from '../../../shared/catalog-item.ts';
import { manager, newId, putVideo, readyVideo, services } from '../../test/wire.ts';
import type { Membership } from '../auth/membership.ts';
import { keepPosition } from './positions.ts';
import { readShelf } from './shelf.ts';

const someone = (): Membership => ({ ...manager, kind: 'person', role: 'viewer', subject: newId() });

/** A video of a hundred seconds that `who` left at `seconds`. */
async function leftAt(who: Membership, seconds: number, over: Partial<VideoItem> = {}): Promise<string> {
  const { current, ...item } = readyVideo({ published: true, publishedAt: new Date().toISOString() });
  const made = current && { ...current, made: { ...current.made, durationMs: 100_000 } };
  const { videoId } = await putVideo({ ...item, ...(made ? { current: made } : {}) });
  await keepPosition(services, who, videoId, { positionMs: seconds * 1000 });
  await putVideo({ ...item, ...(made ? { current: made } : {}), ...over });
  return videoId;
}

test('offers what was begun and not finished, the last first, and marks what was begun', async () => {
  const who = someone();
  const [glanced, first, finished, last] = [
    await leftAt(who, 4),
    await leftAt(who, 5),
    await leftAt(who, 96),
    await leftAt(who, 50),
  ];
  const { unfinished, progress } = await readShelf(services, who, { unfinished: true });
  expect(unfinished.map(({ id }) => id)).toEqual([last, first]);
  expect([...progress.keys()].toSorted()).toEqual([first, finished, last].toSorted());
  expect(progress.get(last)).toMatchObject({ positionMs: 50_000, durationMs: 100_000 });
  expect(progress.has(glanced)).toBe(false);
});

test.each([
  ['unpublished', { published: false }],
  ['deleted', { deletedAt: '2026-01-01T00:00:00.000Z' }],
])('offers nothing that was %s meanwhile', async (_, over) => {
  const who = someone();
  await leftAt(who, 50, over);
  expect((await readShelf(services, who, { unfinished: true })).unfinished).toEqual([]);
});

test('offers six at most, and none where none are shown', async () => {
  const who = someone();
  for (let count = 0; count < 7; count++) await leftAt(who, 50);
  expect((await readShelf(services, who, { unfinished: true })).unfinished).toHaveLength(6);
  expect((await readShelf(services, who, { unfinished: false })).unfinished).toEqual([]);
});

test('a bot has none', async () => {
  const { unfinished, progress } = await readShelf(services, manager, { unfinished: true });
  expect([unfinished.length, progress.size]).toEqual([0, 0]);
});
