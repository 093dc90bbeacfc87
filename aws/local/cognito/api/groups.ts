import * as z from 'zod';
import { CognitoError } from '../errors.ts';
import type { Pool } from '../pool.ts';
import { action, assertPool, nameSchema, poolId, userOf } from './action.ts';

const schema = z.strictObject({ UserPoolId: poolId, Username: nameSchema, GroupName: nameSchema });

function membership(pool: Pool, { UserPoolId, Username, GroupName }: z.infer<typeof schema>) {
  assertPool(pool, UserPoolId);
  if (!pool.settings.groups.includes(GroupName))
    throw new CognitoError('ResourceNotFoundException', 'Group not found.');
  return { username: userOf(pool, Username).username, group: GroupName };
}

export const adminAddUserToGroup = action(schema, async (pool, input) => {
  const { username, group } = membership(pool, input);
  pool.users.addToGroup(username, group);
  return {};
});

export const adminRemoveUserFromGroup = action(schema, async (pool, input) => {
  const { username, group } = membership(pool, input);
  pool.users.removeFromGroup(username, group);
  return {};
});

const listSchema = z.strictObject({
  UserPoolId: poolId,
  Username: nameSchema,
  Limit: z.number().int().min(0).max(60).optional(),
});

/** A user's groups in one answer; a pool of this size never needs a second page. */
export const adminListGroupsForUser = action(listSchema, async (pool, input) => {
  assertPool(pool, input.UserPoolId);
  const { username } = userOf(pool, input.Username);
  const Groups = pool.users
    .groupsOf(username)
    .map((GroupName) => ({ GroupName, UserPoolId: pool.settings.poolId }));
  return { Groups: Groups.slice(0, input.Limit || 60) };
});
