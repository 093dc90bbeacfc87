import { Buffer } from 'node:buffer';
import * as z from 'zod';
import { invalidParameter } from '../errors.ts';
import type { User } from '../users.ts';
import { action, assertPool, poolId } from './action.ts';
import { userView } from './user-view.ts';

const schema = z.strictObject({
  UserPoolId: poolId,
  AttributesToGet: z.array(z.string()).optional(),
  Limit: z.number().int().min(0).max(60).default(60),
  PaginationToken: z.string().min(1).optional(),
  Filter: z.string().max(256).optional(),
});

const searchable: Record<string, (user: User) => string> = {
  username: (user) => user.username,
  sub: (user) => user.username,
  email: (user) => user.email,
  'cognito:user_status': (user) => user.status,
  status: (user) => (user.enabled ? 'Enabled' : 'Disabled'),
};

/** `attribute = "value"` or `attribute ^= "value"` (starts with), in any case of letters. */
function filterOf(text: string): (user: User) => boolean {
  const match = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(text);
  const attribute = match?.[1] ?? '';
  const read = Object.hasOwn(searchable, attribute) ? searchable[attribute] : undefined;
  if (!match || !read) throw invalidParameter('Error while parsing filter.');
  const wanted = (match[3] ?? '').replace(/\\(.)/g, '$1').toLowerCase();
  if (match[2] === '=') return (user) => read(user).toLowerCase() === wanted;
  return (user) => read(user).toLowerCase().startsWith(wanted);
}

const after = z.strictObject({ createdAt: z.number(), username: z.string() });

const tokenOf = ({ createdAt, username }: User) =>
  Buffer.from(JSON.stringify({ createdAt, username })).toString('base64url');

function readToken(token: string) {
  try {
    return after.parse(JSON.parse(Buffer.from(token, 'base64url').toString()));
  } catch {
    throw invalidParameter('Invalid pagination token');
  }
}

const order = (one: Pick<User, 'createdAt' | 'username'>, other: typeof one) =>
  one.createdAt - other.createdAt ||
  (one.username < other.username ? -1 : Number(one.username > other.username));

/** Oldest first; a page's token names its last user, so that deleting one loses no other. */
export const listUsers = action(schema, async (pool, input) => {
  assertPool(pool, input.UserPoolId);
  const last = input.PaginationToken ? readToken(input.PaginationToken) : null;
  const matches = pool.users
    .all()
    .filter(input.Filter ? filterOf(input.Filter) : () => true)
    .sort(order)
    .filter((user) => !last || order(user, last) > 0);
  const page = matches.slice(0, input.Limit || 60);
  const end = page.at(-1);
  const wanted = input.AttributesToGet;
  const Users = page.map(userView).map(({ Attributes, ...rest }) => ({
    ...rest,
    Attributes: wanted ? Attributes.filter(({ Name }) => wanted.includes(Name)) : Attributes,
  }));
  return { Users, ...(end && matches.length > page.length && { PaginationToken: tokenOf(end) }) };
});
