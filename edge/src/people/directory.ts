import {
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  type AttributeType,
  InvalidParameterException,
  ListUsersCommand,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { AppError } from '../../../shared/errors.ts';
import type { PeopleList, Role } from '../../../shared/people.ts';
import { roleOf } from '../auth/membership.ts';
import type { Services } from '../services.ts';
import { toPerson } from './person.ts';

/** Somebody of the user pool. `id` is the `sub`; times in ms since 1970; `status` is Cognito's own word. */
export type User = {
  id: string;
  username: string;
  email: string;
  status: string;
  enabled: boolean;
  createdMs: number;
  modifiedMs: number;
};

/** A user as ListUsers and AdminCreateUser give them; AdminGetUser calls the attributes by another name. */
type Described = {
  Username?: string | undefined;
  Attributes?: AttributeType[] | undefined;
  UserStatus?: string | undefined;
  Enabled?: boolean | undefined;
  UserCreateDate?: Date | undefined;
  UserLastModifiedDate?: Date | undefined;
};

/** A user of the pool without Cognito's ways of saying it; what it does not say is empty. */
export function toUser(user: Described): User {
  const attribute = (name: string) => user.Attributes?.find((one) => one.Name === name)?.Value ?? '';
  return {
    id: attribute('sub'),
    username: user.Username ?? '',
    email: attribute('email'),
    status: user.UserStatus ?? 'UNKNOWN',
    enabled: user.Enabled ?? false,
    createdMs: user.UserCreateDate?.getTime() ?? 0,
    modifiedMs: user.UserLastModifiedDate?.getTime() ?? 0,
  };
}

type Directory = Pick<Services, 'cognito' | 'settings'>;

/** A user by user name or `sub` (both name a user in Cognito's admin calls); null when there is none. */
export async function findUser({ cognito, settings }: Directory, name: string): Promise<User | null> {
  const command = new AdminGetUserCommand({ UserPoolId: settings.USER_POOL_ID, Username: name });
  const found = await cognito.send(command).catch((error: unknown) => {
    if (error instanceof UserNotFoundException) return null;
    throw error;
  });
  return found && toUser({ ...found, Attributes: found.UserAttributes });
}

/** The e-mail of a user name; null when the user is gone. */
export const emailOf = async (directory: Directory, username: string) =>
  (await findUser(directory, username))?.email || null;

/** A user's role in `org`; null for people of other organisations only. */
export async function readRole(
  { cognito, settings }: Directory,
  username: string,
  org: string,
): Promise<Role | null> {
  const { Groups = [] } = await cognito.send(
    new AdminListGroupsForUserCommand({ UserPoolId: settings.USER_POOL_ID, Username: username }),
  );
  return roleOf(
    Groups.map(({ GroupName = '' }) => GroupName),
    org,
  );
}

const badCursor = (error: unknown) => {
  if (!(error instanceof InvalidParameterException)) throw error;
  throw new AppError('invalid_request', 'The cursor is not one of this list.', {
    fields: [{ path: 'cursor', message: 'is not a cursor of this list' }],
    cause: error,
  });
};

/** A page of `org`'s people, in Cognito's order; `limit` is 60 at most. */
export async function listUsers(
  services: Services,
  org: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<PeopleList> {
  const { settings, cognito } = services;
  const page = cursor ? { PaginationToken: cursor } : {};
  const command = new ListUsersCommand({ UserPoolId: settings.USER_POOL_ID, Limit: limit, ...page });
  const { Users = [], PaginationToken } = await (cursor
    ? cognito.send(command).catch(badCursor)
    : cognito.send(command));
  const users = Users.map(toUser);
  const roles = await Promise.all(users.map(({ username }) => readRole(services, username, org)));
  const people = users.flatMap((user, at) => {
    const role = roles[at];
    return role ? [toPerson(services, user, role)] : [];
  });
  return { people, nextCursor: PaginationToken ?? null };
}
