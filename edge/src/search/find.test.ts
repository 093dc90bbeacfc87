import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VideoItem } from '../../../shared/catalog-item.ts';
import { indexes, newId, readyVideo } from '../../test/wire.ts';
import { wordsOf } from './fold.ts';
import { type Place, rowOf, type Wanted } from './row.ts';

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

/** Whether every word of `q` stands at the beginning of a word. */
const holds = (some: string, q: string) =>
  (plain(q).match(/[\p{L}\p{N}]+|🦈/gu) ?? []).every((word) =>
    new RegExp(`(?<![\\p{L}\\p{N}])${word}`, 'u').test(plain(some)),
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

/** Fills an index of its own. */
async function indexOf(videos: VideoItem[]) {
  const org = `org-${newId()}`;
  const index = indexes.getByName(org);
  await Promise.all(videos.map((one) => index.put(rowOf(one))));
  return { org, index };
}

const wantedOf = ({ q, ...rest }: Asked): Wanted => ({ ...rest, words: wordsOf(q), after: null });

test('finds, page by page, what looking at every video finds', async () => {
  const property = fc.asyncProperty(
    fc.array(video, { maxLength: 25 }),
    fc.array(asked, { minLength: 5, maxLength: 10 }),
    async (videos, questions) => {
      const { org, index } = await indexOf(videos);
      for (const question of questions) {
        const found: string[] = [];
        let after: Place | null = null;
        do {
          const page = await index.find(org, { ...wantedOf(question), after });
          expect(page?.places.length).toBeLessThanOrEqual(question.limit);
          found.push(...(page?.places.map(({ id }) => id) ?? []));
          after = page?.more ? (page.places.at(-1) ?? null) : null;
        } while (after);
        expect(found).toEqual(bruteForce(videos, question));
      }
    },
  );
  await fc.assert(property, { numRuns: 60 });
}, 60_000);

const inOrder: Asked = { q: '', managed: false, tag: null, status: null, sort: 'title', limit: 2 };
const titled = (title: string) =>
  readyVideo({ title, published: true, publishedAt: new Date().toISOString(), imageKey: 'k' });

test('a list goes on behind its last video, whatever comes and goes', async () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(titled) as [VideoItem, VideoItem, VideoItem, VideoItem];
  const { org, index } = await indexOf([a, b, c, d]);
  const first = await index.find(org, wantedOf(inOrder));
  expect(first?.places.map(({ key }) => key)).toEqual(['a', 'b']);
  await index.remove(b.videoId);
  await index.put(rowOf(titled('aa')));
  await index.put(rowOf(titled('ba')));
  const second = await index.find(org, { ...wantedOf(inOrder), after: first?.places[1] ?? null });
  expect(second?.places.map(({ key }) => key)).toEqual(['ba', 'c']);
});

test('a title longer than a cursor may be has its place', async () => {
  const videos = ['ﷺ'.repeat(200), `${'ﷺ'.repeat(199)}a`].map(titled);
  const { org, index } = await indexOf(videos);
  const page = await index.find(org, { ...wantedOf(inOrder), limit: 1 });
  const next = await index.find(org, { ...wantedOf(inOrder), after: page?.places[0] ?? null });
  expect([page, next].map((one) => one?.places.length)).toEqual([1, 1]);
  expect(page?.places[0]?.key.length).toBe(100);
});

test('the most used tags come first, of what everyone sees', async () => {
  const tagged = (tags: string[], over = {}) => ({ ...titled('t'), tags, ...over });
  const { org, index } = await indexOf([
    ...[tagged(['b', 'a']), tagged(['b']), tagged(['c', 'b'])],
    ...[tagged(['draft'], { published: false }), tagged(['c'], { deletedAt: '2026-01-01T00:00:00Z' })],
  ]);
  await index.find(org, wantedOf(inOrder));
  expect(await index.tags(2)).toEqual(['b', 'a']);
});
