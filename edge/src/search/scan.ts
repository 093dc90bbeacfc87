import { keyOf } from '../../../shared/catalog-table.ts';
import { type CardQuery, readAllCards, readCards } from '../catalog/cards.ts';
import type { Services } from '../services.ts';
import { comparePlaces, type Found, isWanted, type Place, placeOf, rowOf, type Wanted } from './row.ts';

type Table = Pick<Services, 'dynamodb' | 'settings'>;

/** A list in the order of the `published` index, which is the one most people ask for, costs one page of it. */
const isIndexOrder = ({ managed, sort, words, tag }: Wanted) =>
  !managed && sort !== 'title' && words.length === 0 && tag === null;

const indexKey = (org: string, { key, id }: Place) => ({
  ...keyOf.video(org, id),
  publishedPk: `ORG#${org}`,
  publishedSk: `${key}#${id}`,
});

async function pageOfIndex(table: Table, org: string, wanted: Wanted): Promise<Found> {
  const { cards, last } = await readCards(table, org, {
    index: 'published',
    forward: wanted.sort === 'oldest',
    limit: wanted.limit + 1,
    after: wanted.after && indexKey(org, wanted.after),
  });
  const places = cards.map((card) => placeOf(rowOf(card), wanted)).slice(0, wanted.limit);
  // DynamoDB ends a page at 1 MB, however few items that is.
  return { places, more: cards.length > wanted.limit || last !== null };
}

/** Reads everything and keeps a page of it, so that memory holds however many videos there are. */
async function pageOfAll(table: Table, org: string, wanted: Wanted): Promise<Found> {
  const query: CardQuery = { forward: true, ...(wanted.managed ? {} : { index: 'published' }) };
  const isBehind = (place: Place) => !wanted.after || comparePlaces(place, wanted.after, wanted) > 0;
  let places: Place[] = [];
  for await (const cards of readAllCards(table, org, query)) {
    const found = cards
      .map(rowOf)
      .filter((row) => isWanted(row, wanted))
      .map((row) => placeOf(row, wanted));
    places = [...places, ...found.filter(isBehind)].sort((a, b) => comparePlaces(a, b, wanted));
    places.length = Math.min(places.length, wanted.limit + 1);
  }
  return { places: places.slice(0, wanted.limit), more: places.length > wanted.limit };
}

/** What the search index would find, from the table itself: for while there is no index. */
export const scanTable = (table: Table, org: string, wanted: Wanted): Promise<Found> =>
  (isIndexOrder(wanted) ? pageOfIndex : pageOfAll)(table, org, wanted);
