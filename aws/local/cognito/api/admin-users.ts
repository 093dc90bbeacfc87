import * as z from 'zod';
import { action, assertPool, nameSchema, onUser, passwordSchema, poolId, userOf } from './action.ts';
import { attributesOf, detailsOf } from './user-view.ts';

export const adminGetUser = onUser((_, user) => ({ ...detailsOf(user), UserAttributes: attributesOf(user) }));

const setEnabled = (enabled: boolean) =>
  onUser(({ users, settings }, { username }) => {
    users.update(username, { enabled, modifiedAt: settings.clock.now() });
    return {};
  });

/** No sign-in and no refresh from here on; access tokens live to their end unless signed out as well. */
export const adminDisableUser = setEnabled(false);
export const adminEnableUser = setEnabled(true);

export const adminDeleteUser = onUser(({ users }, { username }) => {
  users.remove(username);
  return {};
});

/** Revokes every refresh token. The sign-in pages' cookie stays, as Cognito's does: disable the user as well. */
export const adminUserGlobalSignOut = onUser(({ grants }, { username }) => {
  grants.revokeAll(username);
  return {};
});

const setPasswordSchema = z.strictObject({
  UserPoolId: poolId,
  Username: nameSchema,
  Password: passwordSchema,
  Permanent: z.boolean().default(false),
});

export const adminSetUserPassword = action(setPasswordSchema, async (pool, input) => {
  assertPool(pool, input.UserPoolId);
  await pool.signIn.setPassword(userOf(pool, input.Username), input.Password, input.Permanent);
  return {};
});
