import type { Person, Role } from '../../../shared/people.ts';
import type { Services } from '../services.ts';
import type { User } from './directory.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Somebody who still has to change the temporary password from their invitation. */
export const isInvited = ({ status }: Pick<User, 'status'>) => status === 'FORCE_CHANGE_PASSWORD';

/** When a temporary password dies: Cognito counts from the last invitation, which last touched the user. */
const expiryMs = (user: User, invitationDays: number) => user.modifiedMs + invitationDays * dayMs;

/** A user of the directory as the API answers it. */
export function toPerson(
  { settings, clock }: Pick<Services, 'settings' | 'clock'>,
  user: User,
  role: Role,
): Person {
  const expires = isInvited(user) ? expiryMs(user, settings.INVITATION_DAYS) : null;
  const open = expires === null ? 'active' : expires > clock.now() ? 'invited' : 'expired';
  return {
    id: user.id,
    email: user.email,
    role,
    status: user.enabled ? open : 'disabled',
    invitedAt: new Date(user.createdMs).toISOString(),
    expiresAt: expires !== null && user.enabled ? new Date(expires).toISOString() : null,
  };
}
