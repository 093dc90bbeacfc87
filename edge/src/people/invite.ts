import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminUserGlobalSignOutCommand,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { AppError } from '../../../shared/errors.ts';
import type { Person, Role } from '../../../shared/people.ts';
import { adminGroup, type Membership } from '../auth/membership.ts';
import type { Services } from '../services.ts';
import { findUser, readRole, toUser, type User } from './directory.ts';
import { isInvited, toPerson } from './person.ts';
import { writeInvited, writeNotBefore } from './person-item.ts';

const poolUser = ({ settings }: Services, username: string) => ({
  UserPoolId: settings.USER_POOL_ID,
  Username: username,
});

async function createUser(services: Services, email: string): Promise<User> {
  const command = new AdminCreateUserCommand({
    ...poolUser(services, email),
    UserAttributes: [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
    ],
    DesiredDeliveryMediums: ['EMAIL'],
  });
  const { User } = await services.cognito.send(command).catch((cause: unknown) => {
    if (!(cause instanceof UsernameExistsException)) throw cause;
    throw new AppError('conflict', 'This address has been invited already.', { cause });
  });
  return toUser(User ?? {});
}

/** Lets somebody in: Cognito mails them a temporary password. Throws `conflict` when the address is known. */
export async function invitePerson(
  services: Services,
  who: Membership,
  { email, role }: { email: string; role: Role },
): Promise<Person> {
  const user = await createUser(services, email);
  if (role === 'admin')
    await services.cognito.send(
      new AdminAddUserToGroupCommand({ ...poolUser(services, user.username), GroupName: adminGroup }),
    );
  const person = toPerson(services, user, role);
  await writeInvited(services, who.org, user.id, { email, role, invitedAt: person.invitedAt });
  return person;
}

/** Somebody of the asker's organisation by id (`sub`); throws `not_found`. */
async function findMember(services: Services, org: string, id: string): Promise<{ user: User; role: Role }> {
  const user = await findUser(services, id);
  const role = user?.id === id ? await readRole(services, user.username, org) : null;
  if (!user || !role) throw new AppError('not_found', 'There is no such person.');
  return { user, role };
}

/** AdminCreateUser takes an e-mail address as the name in a pool of e-mail addresses, not the `sub`. */
async function sendAgain(services: Services, { email }: User): Promise<void> {
  const command = new AdminCreateUserCommand({
    ...poolUser(services, email),
    MessageAction: 'RESEND',
    DesiredDeliveryMediums: ['EMAIL'],
  });
  await services.cognito.send(command);
}

/**
 * Sends an invitation again, which gives its temporary password a new life; a person shut out is let in again.
 * Throws `not_found`, and `conflict` for somebody active.
 */
export async function resendInvitation(services: Services, who: Membership, id: string): Promise<Person> {
  const { user, role } = await findMember(services, who.org, id);
  if (user.enabled && !isInvited(user))
    throw new AppError('conflict', 'This person has signed in already; there is nothing to send.');
  const username = poolUser(services, user.username);
  if (!user.enabled) await services.cognito.send(new AdminEnableUserCommand(username));
  if (isInvited(user)) await sendAgain(services, user);
  const after = await findUser(services, user.username);
  return toPerson(services, after ?? user, role);
}

/**
 * Shuts somebody out: first the mark that refuses their tokens, then Cognito, so that there is no moment in which
 * neither does. Throws `not_found`, and `conflict` for oneself.
 */
export async function disablePerson(services: Services, who: Membership, id: string): Promise<void> {
  if (id === who.subject) throw new AppError('conflict', 'You cannot shut yourself out.');
  const { user, role } = await findMember(services, who.org, id);
  const { email, invitedAt } = toPerson(services, user, role);
  const notBefore = new Date(services.clock.now()).toISOString();
  await writeNotBefore(services, who.org, id, { email, role, invitedAt }, notBefore);
  const username = poolUser(services, user.username);
  await services.cognito.send(new AdminDisableUserCommand(username));
  await services.cognito.send(new AdminUserGlobalSignOutCommand(username));
}
