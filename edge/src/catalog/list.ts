import { keyOf } from '../../../shared/catalog-table.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ListVideosQuery, VideoList } from '../../../shared/video.ts';
import { type Membership, mayManage } from '../auth/membership.ts';
import type { Services } from '../services.ts';
import { type Card, readAllCards, readCards } from './cards.ts';
import { type Cursor, decodeCursor, encodeCursor } from './cursor.ts';
import { statusOf, toSummary } from './summary.ts';

type Listing = { query: ListVideosQuery; managed: boolean; order: string; after: Cursor | null };

/** What a card sorts by. Viewers' newest is what was published last; ids do not tell, a dropped file's holds no time. */
function sortKey(card: Card, { query, managed }: Listing): string {
  if (query.sort === 'title') return card.title.toLowerCase();
  return managed ? card.createdAt : (card.publishedAt ?? card.createdAt);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function comparePlaces(a: Pick<Cursor, 'key' | 'id'>, b: Pick<Cursor, 'key' | 'id'>, listing: Listing) {
  const ascending = compare(a.key, b.key) || compare(a.id, b.id);
  return listing.query.sort === 'newest' ? -ascending : ascending;
}

/** Whether a card is wanted: title contains `q`, whatever the case; one tag is `tag`. */
function matches(card: Card, { query: { q, tag, status } }: Listing): boolean {
  return (
    (!q || card.title.toLowerCase().includes(q.toLowerCase())) &&
    (!tag || card.tags.includes(tag)) &&
    (!status || statusOf(card) === status)
  );
}

const isShown = (card: Card) => card.published && card.current !== undefined;

/** A page in the order of the `published` index, which is the one most people ask for. */
async function pageOfIndex(services: Services, who: Membership, { query, after }: Listing) {
  const { cards, last } = await readCards(services, who.org, {
    index: 'published',
    forward: query.sort === 'oldest',
    limit: query.limit + 1,
    ...(after ? { after: indexKey(who.org, after) } : {}),
  });
  // DynamoDB ends a page at 1 MB, however few items that is.
  const more = cards.length > query.limit || last !== null;
  return { cards: cards.slice(0, query.limit).filter(isShown), more };
}

const indexKey = (org: string, { key, id }: Cursor) => ({
  ...keyOf.video(org, id),
  publishedPk: `ORG#${org}`,
  publishedSk: `${key}#${id}`,
});

/** A page of everything, sorted and searched in memory. */
async function pageOfAll(services: Services, who: Membership, listing: Listing) {
  const { query, after, managed } = listing;
  const all = await readAllCards(services, who.org, managed ? undefined : 'published');
  const placed = all
    .filter((card) => (managed || isShown(card)) && matches(card, listing))
    .map((card) => ({ card, key: sortKey(card, listing), id: card.videoId }))
    .sort((a, b) => comparePlaces(a, b, listing))
    .filter((place) => !after || comparePlaces(place, after, listing) > 0);
  return {
    cards: placed.slice(0, query.limit).map(({ card }) => card),
    more: placed.length > query.limit,
  };
}

/**
 * A page of what `who` may see: published videos, or all for those who manage, who alone may ask for a `status`.
 * Throws `forbidden`, or `invalid_request` for a cursor that is not of this list.
 */
export async function listVideos(
  services: Services,
  who: Membership,
  query: ListVideosQuery,
): Promise<VideoList> {
  const managed = mayManage(who);
  if (query.status && !managed)
    throw new AppError('forbidden', 'Only those who manage may ask for a status.');
  const order = `${managed ? 'all' : 'published'}-${query.sort}`;
  const after = query.cursor ? decodeCursor(query.cursor, order) : null;
  const listing = { query, managed, order, after };
  const isIndexOrder = !managed && query.sort !== 'title' && !query.q && !query.tag;
  const { cards, more } = await (isIndexOrder ? pageOfIndex : pageOfAll)(services, who, listing);
  const last = cards.at(-1);
  return {
    videos: cards.map((card) => toSummary(card, services.settings.MEDIA_ORIGIN)),
    nextCursor: more && last ? encodeCursor({ order, key: sortKey(last, listing), id: last.videoId }) : null,
  };
}
