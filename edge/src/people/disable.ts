import {
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { AppError } from '../../../shared/errors.ts';
import type { Membership } from '../auth/membership.ts';
import type { Services } from '../services.ts';
import { findMember, poolUser } from './directory.ts';
import { toPerson } from './person.ts';
import { writeNotBefore } from './person-item.ts';

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
