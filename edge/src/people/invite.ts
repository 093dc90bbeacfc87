import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AdminEnableUserCommand,
  LimitExceededException,
  UnsupportedUserStateException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { AppError } from '../../../shared/errors.ts';
import type { Person, Role } from '../../../shared/people.ts';
import { adminGroup, type Membership } from '../auth/membership.ts';
import type { Services } from '../services.ts';
import { findMember, findUser, poolUser, toUser, type User } from './directory.ts';
import { noMailsLeft, returnMails, takeMails } from './mail-budget.ts';
import { isInvited, toPerson } from './person.ts';
import { writeInvited } from './person-item.ts';

const signedIn = (cause?: unknown) =>
  new AppError('conflict', 'This person has signed in already; there is nothing to send.', { cause });

/** What Cognito refuses without a mail having left. */
function unsent(services: Services, cause: unknown): AppError | null {
  if (cause instanceof UsernameExistsException)
    return new AppError('conflict', 'This address has been invited already.', { cause });
  if (cause instanceof UnsupportedUserStateException) return signedIn(cause);
  // Cognito's own count is by account, and knows of forgotten passwords too.
  return cause instanceof LimitExceededException ? noMailsLeft(services, cause) : null;
}

/**
 * Has Cognito mail a temporary password; the mail was counted before. AdminCreateUser takes an e-mail address as the
 * name in a pool of e-mail addresses, not the `sub`.
 */
async function mailPassword(
  services: Services,
  org: string,
  email: string,
  how: Pick<AdminCreateUserCommandInput, 'MessageAction' | 'UserAttributes'>,
): Promise<User> {
  const command = new AdminCreateUserCommand({
    ...poolUser(services, email),
    ...how,
    DesiredDeliveryMediums: ['EMAIL'],
  });
  const { User } = await services.cognito.send(command).catch(async (cause: unknown) => {
    const refusal = unsent(services, cause);
    if (!refusal) throw cause;
    await returnMails(services, org, 1);
    throw refusal;
  });
  return toUser(User ?? {});
}

/** One mail of today's, or `rate_limited`. */
export async function takeMail(services: Services, org: string): Promise<void> {
  if ((await takeMails(services, org, 1)) === 0) throw noMailsLeft(services);
}

/**
 * Lets somebody in whose mail is counted already: Cognito mails them a temporary password. Throws `conflict` when the
 * address is known, `rate_limited` when Cognito sends no more mails.
 */
export async function createPerson(
  services: Services,
  org: string,
  { email, role }: { email: string; role: Role },
): Promise<Person> {
  const attributes = { email, email_verified: 'true' };
  const user = await mailPassword(services, org, email, {
    UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  });
  if (role === 'admin')
    await services.cognito.send(
      new AdminAddUserToGroupCommand({ ...poolUser(services, user.username), GroupName: adminGroup }),
    );
  const person = toPerson(services, user, role);
  await writeInvited(services, org, user.id, { email, role, invitedAt: person.invitedAt });
  return person;
}

/** Mails a new temporary password to somebody who never signed in; the mail is counted already. */
export async function mailAgain(services: Services, org: string, user: User, role: Role): Promise<Person> {
  await mailPassword(services, org, user.email, { MessageAction: 'RESEND' });
  return toPerson(services, (await findUser(services, user.username)) ?? user, role);
}

/** Lets somebody in. Throws `conflict` when the address is known, `rate_limited` when today's mails are used up. */
export async function invitePerson(
  services: Services,
  { org }: Membership,
  invited: { email: string; role: Role },
): Promise<Person> {
  await takeMail(services, org);
  return createPerson(services, org, invited);
}

/**
 * Sends an invitation again, which gives its temporary password a new life; a person shut out is let in again.
 * Throws `not_found`, `conflict` for somebody active, `rate_limited` when today's mails are used up.
 */
export async function resendInvitation(services: Services, { org }: Membership, id: string): Promise<Person> {
  const { user, role } = await findMember(services, org, id);
  if (user.enabled && !isInvited(user)) throw signedIn();
  if (isInvited(user)) await takeMail(services, org);
  if (!user.enabled)
    await services.cognito.send(new AdminEnableUserCommand(poolUser(services, user.username)));
  return isInvited(user)
    ? mailAgain(services, org, user, role)
    : toPerson(services, { ...user, enabled: true }, role);
}
