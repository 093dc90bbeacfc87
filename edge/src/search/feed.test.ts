import { runInDurableObject } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import type { VideoItem } from '../../../shared/catalog-item.ts';
import { createWireServices, indexes, newId, putVideo, readyVideo } from '../../test/wire.ts';
import { createFeed, type Feed } from './feed.ts';
import { rowOf, type Wanted } from './row.ts';
import type { Storage } from './storage.ts';
import { createStore, type Store } from './store.ts';

const all: Wanted = {
  ...{ managed: true, words: [], tag: null, status: null },
  ...{ sort: 'title', after: null, limit: 100 },
};

let org: string;
beforeEach(() => {
  org = `org-${newId()}`;
});
const put = (title: string, over: Partial<VideoItem> = {}) => putVideo(readyVideo({ org, title, ...over }));

/** Services that read two videos a page and count the pages; the page numbered `failing` fails. */
function reading(failing = -1) {
  const services = createWireServices();
  const read = { services, pages: 0 };
  services.dynamodb.middlewareStack.add((next) => (args) => {
    read.pages++;
    if (read.pages === failing) throw new Error('the table does not answer');
    return next({ ...args, input: { ...args.input, Limit: 2 } });
  });
  return read;
}

/** A feed over the storage of a Durable Object; again, as after an eviction. */
const inStorage = <T>(
  work: (
    open: (services: ReturnType<typeof createWireServices>, freshMs?: number) => Feed,
    kept: { store: Store; storage: Storage },
  ) => Promise<T>,
) =>
  runInDurableObject(indexes.getByName(org), (_, { storage }) => {
    const store = createStore(storage);
    return work((services, freshMs = 0) => createFeed({ store, storage, services, freshMs }), {
      store,
      storage,
    });
  });

const titles = (store: Store) => store.find(all).places.map(({ key }) => key);

test('an index is built from the table, and a build that broke off goes on where it was', async () => {
  for (const title of ['a', 'b', 'c', 'd', 'e']) await put(title);
  await inStorage(async (open, { store }) => {
    const [broken, whole] = [reading(3), reading()];
    const first = open(broken.services);
    await first.catchUp(org);
    expect([first.isBuilt(), titles(store).length]).toEqual([false, 4]);
    const second = open(whole.services);
    await second.catchUp(org);
    expect([second.isBuilt(), titles(store)]).toEqual([true, ['a', 'b', 'c', 'd', 'e']]);
    // One page left of the table; then three of the changes, and the first step of comparing.
    expect(whole.pages).toBe(5);
  });
});

test.each([
  ['another table’s', { table: 'elsewhere' }],
  ['another version’s', { version: -1 }],
])('an index that is %s is thrown away', async (_, over) => {
  await inStorage(async (open, { store, storage }) => {
    await open(reading().services).catchUp(org);
    store.put([rowOf(readyVideo({ title: 'old' }))]);
    storage.kv.put('progress', { ...(storage.kv.get('progress') as object), ...over });
    const feed = open(reading().services);
    expect([feed.isBuilt(), titles(store)]).toEqual([false, []]);
  });
});

test('what others write is seen at the next look, even if it was written late', async () => {
  await inStorage(async (open, { store }) => {
    const feed = open(reading().services);
    await feed.catchUp(org);
    const aMinuteAgo = new Date(Date.now() - 60_000).toISOString();
    await put('late', { updatedAt: aMinuteAgo });
    await feed.catchUp(org);
    expect(titles(store)).toEqual(['late']);
  });
});

test('what came into the table with an old time is found by comparing, and all of it at once', async () => {
  await inStorage(async (open, { store }) => {
    const feed = open(reading().services);
    await put('a');
    await feed.catchUp(org);
    const updatedAt = '2020-01-01T00:00:00.000Z';
    for (const title of ['b', 'c', 'd', 'e']) await put(title, { updatedAt });
    await put('deleted', { updatedAt, deletedAt: updatedAt });
    for (let looks = 0; looks < 3; looks++) await feed.catchUp(org);
    expect(titles(store)).toEqual(['a', 'b', 'c', 'd', 'e']);
    await feed.catchUp(org);
    expect(feed.isBuilt()).toBe(true);
  });
});

test('per cent, which change no time, are no reason to read all again', async () => {
  await inStorage(async (open, { store }) => {
    const [read, updatedAt] = [reading(), '2020-01-01T00:00:00.000Z'];
    const feed = open(read.services);
    const item = await put('a', { updatedAt });
    await feed.catchUp(org);
    await putVideo({ ...item, jobRev: item.jobRev + 1 });
    const before = read.pages;
    await feed.catchUp(org);
    // One page of changes, one step of comparing.
    expect([read.pages - before, titles(store)]).toEqual([2, ['a']]);
  });
});

test('many who ask at once wait for one look, and right after it nobody looks', async () => {
  await inStorage(async (open) => {
    const read = reading();
    const feed = open(read.services, 60_000);
    await Promise.all(Array.from({ length: 20 }, () => feed.catchUp(org)));
    await feed.catchUp(org);
    expect(read.pages).toBe(3);
  });
});

describe('news out of order', () => {
  const id = newId();
  const version = (title: string, metaRev: number, updatedAt: string, over: Partial<VideoItem> = {}) =>
    rowOf(readyVideo({ videoId: id, title, metaRev, updatedAt, ...over }));
  const [monday, tuesday] = ['2026-01-05T00:00:00.000Z', '2026-01-06T00:00:00.000Z'] as const;

  test.each([
    ['an older image', [version('new', 2, tuesday), version('old', 1, monday)], ['new']],
    ['a later edit by a clock that is behind', [version('a', 1, tuesday), version('b', 2, monday)], ['b']],
    ['made anew under the same id', [version('a', 9, monday), version('b', 1, tuesday)], ['b']],
    ['deleted', [version('a', 1, monday), version('a', 2, tuesday, { deletedAt: tuesday })], []],
    [
      'deleted, and the old image again in one go',
      [version('b', 2, tuesday), version('a', 1, monday, { deletedAt: monday })],
      ['b'],
    ],
  ])('%s', async (_, rows, left) => {
    await inStorage(async (_open, { store }) => {
      store.reset();
      for (const row of rows) store.put([row]);
      expect(titles(store)).toEqual(left);
    });
  });
});
