import * as z from 'zod';
import { CognitoError, invalidParameter } from '../errors.ts';
import { invitationMail } from '../mails.ts';
import { assertPolicy, hashPassword, temporaryPassword } from '../passwords.ts';
import type { Pool } from '../pool.ts';
import type { User } from '../users.ts';
import { action, assertPool, nameSchema, passwordSchema, poolId, unreadFields, userOf } from './action.ts';
import { userView } from './user-view.ts';

const schema = z.strictObject({
  UserPoolId: poolId,
  Username: nameSchema,
  UserAttributes: z.array(z.strictObject({ Name: z.string(), Value: z.string().optional() })).default([]),
  ValidationData: z.array(z.unknown()).optional(),
  TemporaryPassword: passwordSchema.optional(),
  ForceAliasCreation: z.boolean().optional(),
  MessageAction: z.enum(['RESEND', 'SUPPRESS']).optional(),
  DesiredDeliveryMediums: z.array(z.enum(['EMAIL', 'SMS'])).default(['SMS']),
  ClientMetadata: unreadFields.ClientMetadata,
});
type Input = z.infer<typeof schema>;

function emailOf({ Username, UserAttributes }: Input): { email: string; emailVerified: boolean } {
  if (!z.email().safeParse(Username).success) throw invalidParameter('Username should be an email.');
  const attributes = new Map(UserAttributes.map(({ Name, Value }) => [Name, Value ?? '']));
  const unknown = [...attributes.keys()].find((name) => name !== 'email' && name !== 'email_verified');
  if (unknown)
    throw invalidParameter(`Attributes did not conform to the schema: ${unknown}: Attribute does not exist.`);
  const email = attributes.get('email') ?? Username;
  if (email.toLowerCase() !== Username.toLowerCase())
    throw invalidParameter('User should have email attribute equal to the username.');
  return { email, emailVerified: attributes.get('email_verified')?.toLowerCase() === 'true' };
}

async function create(pool: Pool, input: Input, password: string): Promise<User> {
  const exists = () =>
    new CognitoError('UsernameExistsException', 'An account with the given email already exists.');
  const identity = emailOf(input);
  const hash = await hashPassword(password, pool.settings.scryptCost);
  if (pool.users.find(identity.email)) throw exists();
  return pool.users.insert({ ...identity, status: 'FORCE_CHANGE_PASSWORD', password: hash });
}

/** A new temporary password with a new life, for someone who never signed in. */
async function renew(pool: Pool, input: Input, password: string): Promise<User> {
  const user = userOf(pool, input.Username);
  if (user.status !== 'FORCE_CHANGE_PASSWORD')
    throw new CognitoError('UnsupportedUserStateException', `User status is ${user.status}, cannot resend.`);
  await pool.signIn.setPassword(user, password, false);
  return userOf(pool, user.username);
}

/** Makes a user with a temporary password and mails it, or with RESEND mails a new one. */
export const adminCreateUser = action(schema, async (pool, input) => {
  assertPool(pool, input.UserPoolId);
  const password = input.TemporaryPassword ?? temporaryPassword();
  assertPolicy(password);
  const user = await (input.MessageAction === 'RESEND' ? renew : create)(pool, input, password);
  if (input.MessageAction !== 'SUPPRESS' && input.DesiredDeliveryMediums.includes('EMAIL'))
    await pool.settings.mailer.send(invitationMail(pool.settings, user.email, password));
  return { User: userView(user) };
});
