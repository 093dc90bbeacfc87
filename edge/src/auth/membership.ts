import type { Role } from '../../../shared/people.ts';
import type { AcceptedClients } from './clients.ts';
import type { Claims } from './verify-token.ts';

/** Who is asking, as told by a verified access token and nothing else. */
export type Membership = {
  kind: 'person' | 'bot';
  org: string;
  role: 'admin' | 'viewer' | 'bot';
  /** `sub` of a person, client id of a bot. */
  subject: string;
  /** Cognito's user name of a person; what its admin calls take. */
  username: string | null;
  scopes: string[];
  /** When the token was issued and ends, in ms since 1970. */
  issuedAtMs: number;
  expiresAtMs: number;
};

/** The group whose members administer the configured organisation. */
export const adminGroup = 'admins';

/**
 * A person's role in an organisation by the groups they are in; null for members of other organisations only.
 * Groups of organisations are `<org>:admins` and `<org>:members`; nobody's group makes a viewer of the configured one.
 */
export function roleOf(groups: readonly string[], org: string): Role | null {
  if (groups.includes(adminGroup) || groups.includes(`${org}:admins`)) return 'admin';
  const organisations = groups.filter((group) => /:(admins|members)$/.test(group));
  return organisations.length === 0 || organisations.includes(`${org}:members`) ? 'viewer' : null;
}

/** The only reader of claims: who they make of their bearer, or null when that is nobody here. */
export function membership(claims: Claims, clients: AcceptedClients): Membership | null {
  const token = {
    scopes: claims.scope.split(' ').filter((scope) => scope !== ''),
    issuedAtMs: claims.iat * 1000,
    expiresAtMs: claims.exp * 1000,
  };
  const botOrg = clients.bots.get(claims.client_id);
  if (botOrg !== undefined)
    return { kind: 'bot', org: botOrg, role: 'bot', subject: claims.client_id, username: null, ...token };
  if (!clients.people.has(claims.client_id) || claims.username === undefined) return null;
  const role = roleOf(claims['cognito:groups'], clients.org);
  if (role === null) return null;
  const { sub, username } = claims;
  return { kind: 'person', org: clients.org, role, subject: sub, username, ...token };
}

/** Whether someone sees drafts and may change videos: a bot by its scope, a person by scope and role. */
export const mayManage = (who: Membership) => who.scopes.includes('videos/manage') && who.role !== 'viewer';
