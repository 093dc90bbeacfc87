import { runInDurableObject } from 'cloudflare:test';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VideoItem } from '../../../shared/catalog-item.ts';
import { indexes, newId, readyVideo } from '../../test/wire.ts';
import { wordsOf } from './fold.ts';
import { type Place, rowOf, type Wanted } from './row.ts';
import { createStore, type Store } from './store.ts';

// Words that begin like others, in several scripts, and everything that FTS5 would read as its own syntax.
// biome-ignore format: a word list reads best as one
const words = [
  'Blåhaj', 'blahaj', 'SHARK', 'shark', 'sharks', 'Café', 'cafe', 'über', 'u', 'a', 'ab', '2024', '20', 'Привет', 'Ёлка',
  '日本語', '日本', '🦈', 'AND', 'OR', 'NOT', 'NEAR', 'words', '"', '""', '*', '(', ')', '^', '-', ':', '+', '{', ',', "'", '%', '_',
  '\u0000', '\ud800', '\\', ';--',
];
const text = fc
  .array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(' ', '-', '', '\n')), { maxLength: 6 })
  .map((pairs) => pairs.flat().join(''));
const time = fc.constantFrom(
  '2026-01-01T00:00:00.000Z',
  '2026-02-01T00:00:00.000Z',
  '2026-03-01T00:00:00.000Z',
);
const tag = fc.constantFrom('sea', 'Sea', 'deep sea', '"', 'é');

const { current, ...raw } = readyVideo();
const video = fc
  .record({
    ...{ title: text, description: text, tags: fc.uniqueArray(tag, { maxLength: 3 }) },
    ...{ createdAt: time, publishedAt: time, published: fc.boolean(), isReady: fc.boolean() },
    isDeleted: fc.nat(5).map((n) => n === 0),
  })
  .map(
    ({ isReady, isDeleted, ...over }): VideoItem => ({
      ...{ ...raw, ...over, videoId: newId() },
      ...(isReady ? { current } : {}),
      ...(isDeleted ? { deletedAt: over.createdAt } : {}),
    }),
  );
const typed = fc.oneof(
  text,
  fc.tuple(fc.constantFrom(...words), fc.nat(4)).map(([word, length]) => word.slice(0, length)),
);
const asked = fc.record({
  ...{ q: typed, managed: fc.boolean(), tag: fc.option(tag), limit: fc.integer({ min: 1, max: 4 }) },
  status: fc.constantFrom(null, null, 'ready' as const, 'failed' as const),
  sort: fc.constantFrom('newest' as const, 'oldest' as const, 'title' as const),
});
type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never;

const plain = (some: string) => some.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether every word of `q` stands at the beginning of a word; an emoji is a word by itself, whatever is before it. */
const holds = (some: string, q: string) =>
  (plain(q).match(/[\p{L}\p{N}]+|🦈/gu) ?? []).every((word) =>
    new RegExp(word === '🦈' ? word : `(?<![\\p{L}\\p{N}])${word}`, 'u').test(plain(some)),
  );

/** Code points as text that JavaScript orders as they are ordered; a blank ends it before any other. */
const hexOf = (some: string) =>
  `${Array.from(some, (letter) => letter.codePointAt(0)?.toString(16).padStart(6, '0')).join('')} `;

/** All that is wanted, in order, by looking at every video. */
function bruteForce(videos: VideoItem[], { q, managed, tag, status, sort }: Asked): string[] {
  const keyOf = (one: VideoItem) =>
    sort === 'title' ? plain(one.title).toWellFormed() : managed ? one.createdAt : (one.publishedAt ?? '');
  const orderOf = (one: VideoItem) => hexOf(keyOf(one)) + one.videoId;
  const compare = (a: VideoItem, b: VideoItem) => (orderOf(a) < orderOf(b) ? -1 : 1);
  const found = videos
    .filter((one) => !one.deletedAt && (managed || (one.published && one.current)))
    .filter((one) => holds([one.title, one.description, ...one.tags].join('\n'), q))
    .filter((one) => tag === null || one.tags.includes(tag))
    .filter((one) => status === null || (one.current ? 'ready' : 'failed') === status)
    .toSorted(compare);
  return (sort === 'newest' ? found.reverse() : found).map(({ videoId }) => videoId);
}

/** A store of its own with these videos in it. */
const storing = <T>(videos: VideoItem[], work: (store: Store) => T) =>
  runInDurableObject(indexes.getByName(newId()), (_, { storage }) => {
    const store = createStore(storage);
    store.reset();
    store.put(videos.map(rowOf));
    return work(store);
  });

const wantedOf = ({ q, ...rest }: Asked): Wanted => ({ ...rest, words: wordsOf(q), after: null });

/** What is found, page by page. */
function leafThrough(store: Store, wanted: Wanted): string[] {
  const found: string[] = [];
  let after: Place | null = null;
  do {
    const page = store.find({ ...wanted, after });
    expect(page.places.length).toBeLessThanOrEqual(wanted.limit);
    found.push(...page.places.map(({ id }) => id));
    after = page.more ? (page.places.at(-1) ?? null) : null;
  } while (after);
  return found;
}

test('finds, page by page, what looking at every video finds', async () => {
  const property = fc.asyncProperty(
    fc.array(video, { maxLength: 25 }),
    fc.array(asked, { minLength: 5, maxLength: 10 }),
    (videos, questions) =>
      storing(videos, (store) => {
        for (const question of questions)
          expect(leafThrough(store, wantedOf(question))).toEqual(bruteForce(videos, question));
      }),
  );
  await fc.assert(property, { numRuns: 100 });
}, 60_000);

const inOrder: Wanted = {
  ...{ managed: false, words: [], tag: null, status: null },
  ...{ sort: 'title', after: null, limit: 2 },
};
const titled = (title: string) =>
  readyVideo({ title, published: true, publishedAt: new Date().toISOString(), imageKey: 'k' });

test('a list goes on behind its last video, whatever comes and goes', async () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(titled) as [VideoItem, VideoItem, VideoItem, VideoItem];
  await storing([a, b, c, d], (store) => {
    const [first, last] = store.find(inOrder).places;
    expect([first?.key, last?.key]).toEqual(['a', 'b']);
    store.remove([b.videoId]);
    store.put([rowOf(titled('aa')), rowOf(titled('ba'))]);
    const next = store.find({ ...inOrder, after: last ?? null });
    expect(next.places.map(({ key }) => key)).toEqual(['ba', 'c']);
  });
});

test('a title longer than a cursor may be has its place', async () => {
  const videos = ['ﷺ'.repeat(200), `${'ﷺ'.repeat(199)}a`].map(titled);
  await storing(videos, (store) => {
    const ids = videos.map(({ videoId }) => videoId).toSorted();
    const [place] = store.find({ ...inOrder, limit: 1 }).places;
    expect(place?.key.length).toBe(100);
    expect(leafThrough(store, { ...inOrder, limit: 1 })).toEqual(ids);
  });
});

test('the most used tags come first, of what everyone sees', async () => {
  const tagged = (tags: string[], over = {}) => ({ ...titled('t'), tags, ...over });
  const videos = [
    ...[tagged(['b', 'a']), tagged(['b']), tagged(['c', 'b'])],
    ...[tagged(['draft'], { published: false }), tagged(['c'], { deletedAt: '2026-01-01T00:00:00Z' })],
  ];
  await storing(videos, (store) => expect(store.tags(2)).toEqual(['b', 'a']));
});
