import type { VideoItem } from '../../../shared/catalog-item.ts';
import { keyOf } from '../../../shared/catalog-table.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ListVideosQuery, VideoList } from '../../../shared/video.ts';
import { type Membership, mayManage } from '../auth/membership.ts';
import { wordsOf } from '../search/fold.ts';
import { audienceOf, isWanted, rowOf, type Wanted } from '../search/row.ts';
import { scanTable } from '../search/scan.ts';
import type { Services } from '../services.ts';
import { readCardsOf } from './cards.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { makingOf, toSummary } from './summary.ts';

const orderOf = ({ managed, sort }: Pick<Wanted, 'managed' | 'sort'>) =>
  `${managed ? 'all' : 'published'}-${sort}`;

function wantedOf(who: Membership, query: ListVideosQuery): Wanted {
  const { sort, limit } = query;
  const managed = mayManage(who);
  if (query.status && !managed)
    throw new AppError('forbidden', 'Only those who manage may ask for a status.');
  return {
    ...{ managed, sort, limit },
    words: wordsOf(query.q ?? ''),
    tag: query.tag || null,
    status: query.status ?? null,
    after: query.cursor ? decodeCursor(query.cursor, orderOf({ managed, sort })) : null,
  };
}

/** Tells the index of videos it did not know to be gone. */
async function forget(services: Services, org: string, id: string, item: VideoItem | undefined) {
  if (!item || audienceOf(item) === 'nobody') await services.search.wrote(keyOf.video(org, id), item ?? null);
}

/**
 * The videos at some places as the table has them now, but for those that no longer belong there: however far the index
 * lags behind, nobody is shown what was unpublished or deleted.
 */
async function readWanted(services: Services, org: string, ids: string[], wanted: Wanted) {
  const items = await readCardsOf(services, org, ids);
  await Promise.all(ids.map((id) => forget(services, org, id, items.get(id))));
  return ids
    .map((id) => items.get(id))
    .filter((item) => item !== undefined)
    .filter((item) => isWanted(rowOf(item), wanted));
}

/**
 * A page of what `who` may see: published videos, or all for those who manage, who alone may ask for a `status`. A page may
 * hold fewer than asked for and not be the last. What the making has come to is told to those who manage. Throws `forbidden`, or `invalid_request` for a cursor that is not of this list.
 */
export async function listVideos(
  services: Services,
  who: Membership,
  query: ListVideosQuery,
): Promise<VideoList> {
  const wanted = wantedOf(who, query);
  const { places, more } =
    (await services.search.find(who.org, wanted)) ?? (await scanTable(services, who.org, wanted));
  const ids = places.map(({ id }) => id);
  const items = await readWanted(services, who.org, ids, wanted);
  const last = places.at(-1);
  return {
    videos: items.map((item) => ({
      ...toSummary(item, services.settings.MEDIA_ORIGIN),
      ...(wanted.managed ? makingOf(item) : {}),
    })),
    nextCursor: more && last ? encodeCursor({ order: orderOf(wanted), ...last }) : null,
  };
}
