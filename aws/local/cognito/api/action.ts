import * as z from 'zod';
import { CognitoError, invalidParameter, notImplemented } from '../errors.ts';
import type { Pool } from '../pool.ts';
import type { Client } from '../settings.ts';
import type { User } from '../users.ts';

/** One call of the API: takes the request's JSON, answers the response's, throws CognitoError. */
export type Action = (pool: Pool, input: unknown) => Promise<object>;

/** An action behind its schema: an unknown field is 501, a field that does not fit is Cognito's InvalidParameter. */
export function action<T>(schema: z.ZodType<T>, run: (pool: Pool, input: T) => Promise<object>): Action {
  return async (pool, input) => {
    const parsed = schema.safeParse(input);
    if (parsed.success) return run(pool, parsed.data);
    const { issues } = parsed.error;
    const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
    if (unknown.length > 0) throw notImplemented(`The parameter ${unknown.join(', ')}`);
    const [issue] = issues;
    const path = issue?.path.join('.') || 'request';
    throw invalidParameter(`1 validation error detected: Value at '${path}' failed: ${issue?.message ?? ''}`);
  };
}

/** Fields that only Lambda triggers and analytics read: taken and dropped, as a pool without them does. */
export const unreadFields = {
  ClientMetadata: z.record(z.string(), z.string()).optional(),
  AnalyticsMetadata: z.object({}).optional(),
  UserContextData: z.object({}).optional(),
};

export const poolId = z.string().min(1);
export const nameSchema = z.string().min(1).max(128);
export const passwordSchema = z.string().min(1).max(256);

/** Throws `ResourceNotFoundException` for any pool but this one. */
export function assertPool({ settings }: Pool, id: string): void {
  if (id !== settings.poolId)
    throw new CognitoError('ResourceNotFoundException', `User pool ${id} does not exist.`);
}

/** By user name or e-mail; throws `UserNotFoundException`. */
export function userOf(pool: Pool, name: string): User {
  const user = pool.users.find(name);
  if (!user) throw new CognitoError('UserNotFoundException', 'User does not exist.');
  return user;
}

/** Throws `ResourceNotFoundException` for a client the pool does not have. */
export function clientOf(pool: Pool, id: string): Client {
  const client = pool.client(id);
  if (!client) throw new CognitoError('ResourceNotFoundException', `User pool client ${id} does not exist.`);
  return client;
}

const onUserSchema = z.strictObject({ UserPoolId: poolId, Username: nameSchema });

/** An admin action on one user that takes nothing else. */
export const onUser = (run: (pool: Pool, user: User) => object): Action =>
  action(onUserSchema, async (pool, { UserPoolId, Username }) => {
    assertPool(pool, UserPoolId);
    return run(pool, userOf(pool, Username));
  });
