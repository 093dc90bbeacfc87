import { AppError } from '../../../shared/errors.ts';
import { ulidSchema } from '../../../shared/ids.ts';
import { listPeopleQuerySchema } from '../../../shared/people.ts';
import { historyQuerySchema } from '../../../shared/versions.ts';
import { type ListVideosQuery, listVideosQuerySchema } from '../../../shared/video.ts';

type Search = Record<string, string | undefined>;

/** Empty fields of a search form are as good as none, and a page ignores parameters it does not know. */
const picked = (search: Search, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, search[name]]).filter(([, value]) => value));

function refuse(): never {
  throw new AppError('invalid_request', 'Part of the address is not understood.');
}

/** What a list page is asked for; throws `invalid_request` for values the API would refuse. */
export function videosQuery(search: Search, names: readonly (keyof ListVideosQuery)[]): ListVideosQuery {
  return listVideosQuerySchema.safeParse(picked(search, names)).data ?? refuse();
}

/** As `videosQuery`, of the people. */
export const peopleQuery = (search: Search) =>
  listPeopleQuerySchema.safeParse(picked(search, ['cursor', 'status'])).data ?? refuse();

/** As `videosQuery`, of what happened to a video: after `cursor`, if there is one. */
export const historyQuery = (cursor: string | undefined) =>
  historyQuerySchema.safeParse(cursor ? { cursor } : {}).data ?? refuse();

/** A video's id from an address; anything else is `not_found`. */
export function videoIdOf(id: string): string {
  const { data } = ulidSchema.safeParse(id);
  if (!data) throw new AppError('not_found', 'There is no such video.');
  return data;
}
