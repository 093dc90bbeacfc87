import { type PersonItem, personItemSchema } from '../../../shared/catalog-item.ts';
import { keyOf } from '../../../shared/catalog-table.ts';
import { readItem, writeChange } from '../catalog/table.ts';
import type { Services } from '../services.ts';

type Known = Pick<PersonItem, 'email' | 'role' | 'invitedAt'>;

/** A person's item, by consistent read: nothing of it is ever cached. */
export const readPersonItem = (services: Services, org: string, sub: string) =>
  readItem(services, keyOf.person(org, sub), personItemSchema);

const facts = (sub: string, known: Known) => ({ sub, ...known });

/** Writes down who was invited, and as what. */
export const writeInvited = (services: Services, org: string, sub: string, known: Known) =>
  writeChange(services, keyOf.person(org, sub), { set: facts(sub, known) });

/** From now on tokens issued before `notBefore` (RFC 3339) are refused; makes the item of a person who has none. */
export const writeNotBefore = (
  services: Services,
  org: string,
  sub: string,
  known: Known,
  notBefore: string,
) => writeChange(services, keyOf.person(org, sub), { set: { notBefore }, setOnce: facts(sub, known) });
