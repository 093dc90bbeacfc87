import type { Address } from '../../../shared/addresses.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Invitation, Invitations, InviteMany, Role } from '../../../shared/people.ts';
import type { Membership } from '../auth/membership.ts';
import { refusalOf } from '../middleware/upstream-failure.ts';
import type { Services } from '../services.ts';
import { findUser, readRole, type User } from './directory.ts';
import { createPerson, mailAgain } from './invite.ts';
import { noMailsLeft, readMailsLeft, returnMails, takeMails } from './mail-budget.ts';
import { toPerson } from './person.ts';

/** How many addresses are looked up side by side: Workers hold six connections at once. */
const width = 6;

/** An address with what is known of it; `again` is the user whose invitation ran out. */
type Known = Invitation & { again?: { user: User; role: Role } };

const mailable = ({ state, error }: Invitation) => error === null && (state === 'new' || state === 'expired');

const errorOf = ({ code, message }: AppError) => ({ code, message });

/** What the directory knows of an address. */
async function lookUp(services: Services, org: string, { line, text, email }: Address): Promise<Known> {
  const base = { line, address: text, email, sent: false, person: null, error: null };
  if (email === null) return { ...base, state: 'invalid' };
  const user = await findUser(services, email);
  if (!user) return { ...base, state: 'new' };
  const role = await readRole(services, user.username, org);
  const elsewhere = new AppError('conflict', 'This address cannot be invited here.');
  if (!role) return { ...base, state: 'new', error: errorOf(elsewhere) };
  const person = toPerson(services, user, role);
  return { ...base, state: person.status, person, again: { user, role } };
}

async function lookUpAll(services: Services, org: string, addresses: readonly Address[]): Promise<Known[]> {
  const known: Known[] = [];
  for (let at = 0; at < addresses.length; at += width) {
    const some = addresses.slice(at, at + width);
    known.push(...(await Promise.all(some.map((address) => lookUp(services, org, address)))));
  }
  return known;
}

/** Sends one invitation that is counted already; a refusal becomes a part of the result. */
async function sendOne(services: Services, org: string, role: Role, known: Known): Promise<Known> {
  const { email, again } = known;
  if (email === null) return known;
  try {
    const person = await (again
      ? mailAgain(services, org, again.user, again.role)
      : createPerson(services, org, { email, role }));
    return { ...known, sent: true, person };
  } catch (error) {
    const refusal = refusalOf(error);
    const { code, cause } = refusal;
    // Never the cause's message: it may name the address.
    const name = cause instanceof Error ? cause.name : undefined;
    services.log({ level: 'warn', message: 'an invitation was not sent', code, name });
    return { ...known, error: errorOf(refusal) };
  }
}

/** Sends one after the other, as far as today's mails go; once Cognito sends no more, nobody else is tried. */
async function sendAll(services: Services, org: string, role: Role, all: readonly Known[]): Promise<Known[]> {
  let left = await takeMails(services, org, all.filter(mailable).length);
  const results: Known[] = [];
  for (const known of all) {
    if (!mailable(known) || left === 0) {
      results.push(mailable(known) ? { ...known, error: errorOf(noMailsLeft(services)) } : known);
      continue;
    }
    left -= 1;
    const result = await sendOne(services, org, role, known);
    results.push(result);
    if (result.error?.code !== 'rate_limited') continue;
    await returnMails(services, org, left);
    left = 0;
  }
  return results;
}

/**
 * Invites many at once, or only tells what would happen. One address's refusal is told in its result and stops nobody
 * else; asked again, those invited already are left alone.
 */
export async function inviteMany(
  services: Services,
  { org }: Membership,
  { addresses, role, dryRun }: InviteMany,
): Promise<Invitations> {
  const known = await lookUpAll(services, org, addresses.each);
  const results = dryRun ? known : await sendAll(services, org, role, known);
  return {
    results: results.map(({ again: _, ...result }) => result),
    duplicates: addresses.duplicates,
    mails: await readMailsLeft(services, org),
  };
}
