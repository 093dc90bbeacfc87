import type { Services } from '../services.ts';
import { findUser, readRole } from './directory.ts';
import { mailAgain, takeMail } from './invite.ts';
import { toPerson } from './person.ts';

/**
 * Sends an invitation again if it ran out; does nothing for any other address. For somebody who is not signed in: what
 * it did must not be told, nor be read from how long it took. Throws `rate_limited` when today's mails are used up.
 */
export async function renewExpired(services: Services, email: string): Promise<void> {
  const { ORG } = services.settings;
  const user = await findUser(services, email);
  const role = user && (await readRole(services, user.username, ORG));
  if (!role || toPerson(services, user, role).status !== 'expired') return;
  await takeMail(services, ORG);
  await mailAgain(services, ORG, user, role);
}
