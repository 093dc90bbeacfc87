import type { PeopleList } from '../../../shared/people.ts';
import type { Membership } from '../auth/membership.ts';
import type { Services } from '../services.ts';
import { listUsers } from './directory.ts';

/**
 * A page of the people of the asker's organisation, in the directory's own order. Whether the asker may see them is
 * `requireAdminPerson`'s to check. Throws `invalid_request` for a bad cursor.
 */
export async function listPeople(
  services: Services,
  who: Membership,
  page: { limit: number; cursor?: string | undefined },
): Promise<PeopleList> {
  return listUsers(services, who.org, page);
}
