import {
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  type AttributeType,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { AppError } from '../../../shared/errors.ts';
import type { Role } from '../../../shared/people.ts';
import { roleOf } from '../auth/membership.ts';
import type { Services } from '../services.ts';

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

/** A user by name, as Cognito's admin calls take it. */
export const poolUser = ({ settings }: Pick<Services, 'settings'>, username: string) => ({
  UserPoolId: settings.USER_POOL_ID,
  Username: username,
});

/** A user by user name or `sub` (both name a user in Cognito's admin calls); null when there is none. */
export async function findUser(directory: Directory, name: string): Promise<User | null> {
  const command = new AdminGetUserCommand(poolUser(directory, name));
  const found = await directory.cognito.send(command).catch((error: unknown) => {
    if (error instanceof UserNotFoundException) return null;
    throw error;
  });
  return found && toUser({ ...found, Attributes: found.UserAttributes });
}

/** The e-mail of a user name; null when the user is gone. */
export const emailOf = async (directory: Directory, username: string) =>
  (await findUser(directory, username))?.email || null;

/** A user's role in `org`; null for people of other organisations only. */
export async function readRole(directory: Directory, username: string, org: string): Promise<Role | null> {
  const { Groups = [] } = await directory.cognito.send(
    new AdminListGroupsForUserCommand(poolUser(directory, username)),
  );
  return roleOf(
    Groups.map(({ GroupName = '' }) => GroupName),
    org,
  );
}

/** Somebody of `org` by id (`sub`); throws `not_found`. */
export async function findMember(directory: Directory, org: string, id: string) {
  const user = await findUser(directory, id);
  const role = user?.id === id ? await readRole(directory, user.username, org) : null;
  if (!user || !role) throw new AppError('not_found', 'There is no such person.');
  return { user, role };
}
