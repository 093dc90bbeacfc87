import { InvalidParameterException, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { AppError } from '../../../shared/errors.ts';
import type { ListPeopleQuery, PeopleList, Person } from '../../../shared/people.ts';
import type { Membership } from '../auth/membership.ts';
import type { Services } from '../services.ts';
import { readRole, toUser } from './directory.ts';
import { toPerson } from './person.ts';

/** As much of a status as ListUsers can filter by: one attribute, and no time. */
const filterOf: Record<Person['status'], string> = {
  invited: 'cognito:user_status = "FORCE_CHANGE_PASSWORD"',
  expired: 'cognito:user_status = "FORCE_CHANGE_PASSWORD"',
  active: 'status = "Enabled"',
  disabled: 'status = "Disabled"',
};

const badCursor = (error: unknown) => {
  if (!(error instanceof InvalidParameterException)) throw error;
  throw new AppError('invalid_request', 'The cursor is not one of this list.', {
    fields: [{ path: 'cursor', message: 'is not a cursor of this list' }],
    cause: error,
  });
};

/** One page of the directory, less those of other organisations and of another status. */
async function readPage(
  services: Services,
  org: string,
  { limit, cursor, status }: ListPeopleQuery,
): Promise<PeopleList> {
  const command = new ListUsersCommand({
    UserPoolId: services.settings.USER_POOL_ID,
    Limit: limit,
    ...(status ? { Filter: filterOf[status] } : {}),
    ...(cursor ? { PaginationToken: cursor } : {}),
  });
  const { cognito } = services;
  const { Users = [], PaginationToken } = await (cursor
    ? cognito.send(command).catch(badCursor)
    : cognito.send(command));
  const users = Users.map(toUser);
  const roles = await Promise.all(users.map(({ username }) => readRole(services, username, org)));
  const people = users.flatMap((user, at) => {
    const role = roles[at];
    return role ? [toPerson(services, user, role)] : [];
  });
  return {
    people: people.filter((person) => !status || person.status === status),
    nextCursor: PaginationToken ?? null,
  };
}

/** Pages of the directory asked for one page of ours; after that many a page may be short, with a cursor to go on. */
const maxPages = 5;

/**
 * A page of the people of the asker's organisation, in the directory's own order. Whether the asker may see them is
 * `requireAdminPerson`'s to check. Throws `invalid_request` for a bad cursor.
 */
export async function listPeople(
  services: Services,
  { org }: Membership,
  query: ListPeopleQuery,
): Promise<PeopleList> {
  let found = await readPage(services, org, query);
  for (let pages = 1; found.nextCursor && found.people.length < query.limit && pages < maxPages; pages++) {
    const limit = query.limit - found.people.length;
    const more = await readPage(services, org, { ...query, limit, cursor: found.nextCursor });
    found = { people: [...found.people, ...more.people], nextCursor: more.nextCursor };
  }
  return found;
}
