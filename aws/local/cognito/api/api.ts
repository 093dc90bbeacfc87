import { type Context, Hono } from 'hono';
import { CognitoError, notImplemented } from '../errors.ts';
import type { Pool } from '../pool.ts';
import type { Action } from './action.ts';
import { adminCreateUser } from './admin-create-user.ts';
import {
  adminDeleteUser,
  adminDisableUser,
  adminEnableUser,
  adminGetUser,
  adminSetUserPassword,
  adminUserGlobalSignOut,
} from './admin-users.ts';
import { initiateAuth, respondToAuthChallenge } from './authentication.ts';
import { confirmForgotPassword, forgotPassword } from './forgotten-passwords.ts';
import { adminAddUserToGroup, adminListGroupsForUser, adminRemoveUserFromGroup } from './groups.ts';
import { listUsers } from './list-users.ts';
import { getUser, globalSignOut, revokeToken } from './own-account.ts';

const actions: Record<string, Action> = {
  AdminAddUserToGroup: adminAddUserToGroup,
  AdminCreateUser: adminCreateUser,
  AdminDeleteUser: adminDeleteUser,
  AdminDisableUser: adminDisableUser,
  AdminEnableUser: adminEnableUser,
  AdminGetUser: adminGetUser,
  AdminListGroupsForUser: adminListGroupsForUser,
  AdminRemoveUserFromGroup: adminRemoveUserFromGroup,
  AdminSetUserPassword: adminSetUserPassword,
  AdminUserGlobalSignOut: adminUserGlobalSignOut,
  ConfirmForgotPassword: confirmForgotPassword,
  ForgotPassword: forgotPassword,
  GetUser: getUser,
  GlobalSignOut: globalSignOut,
  InitiateAuth: initiateAuth,
  ListUsers: listUsers,
  RespondToAuthChallenge: respondToAuthChallenge,
  RevokeToken: revokeToken,
};

const targetPrefix = 'AWSCognitoIdentityProviderService.';

async function run(pool: Pool, c: Context) {
  const target = c.req.header('x-amz-target') ?? '';
  const name = target.startsWith(targetPrefix) ? target.slice(targetPrefix.length) : '';
  const act = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!act) throw notImplemented(name || 'This call');
  const input: unknown = await c.req.json().catch(() => {
    throw new CognitoError('SerializationException', 'The request is not JSON.');
  });
  return act(pool, input);
}

const jsonType = { 'Content-Type': 'application/x-amz-json-1.1' };

/** Cognito's API in the AWS JSON 1.1 protocol; what it does not do is 501. */
export function createApi(pool: Pool): Hono {
  const app = new Hono();
  app.all('*', async (c) => c.body(JSON.stringify(await run(pool, c)), 200, jsonType));
  app.onError((error, c) => {
    const known = error instanceof CognitoError;
    if (!known) console.error(error);
    const type = known ? error.type : 'InternalErrorException';
    const body = { __type: type, message: known ? error.message : 'Something went wrong.' };
    return c.body(JSON.stringify(body), known ? error.status : 500, {
      ...jsonType,
      'x-amzn-errortype': type,
    });
  });
  return app;
}
