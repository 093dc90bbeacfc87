import * as z from 'zod';
import { action, clientOf, nameSchema, passwordSchema, unreadFields } from './action.ts';
import { assertSecretHash } from './authentication.ts';

const forgotSchema = z.strictObject({
  ClientId: z.string().min(1),
  Username: nameSchema,
  SecretHash: z.string().optional(),
  ...unreadFields,
});

/** `a***@e***`, as Cognito says where a code went, also for a name nobody has. */
const veiled = (email: string) => email.replace(/^(.)[^@]*@(.).*$/, '$1***@$2***');

export const forgotPassword = action(forgotSchema, async (pool, { ClientId, Username, SecretHash }) => {
  assertSecretHash(clientOf(pool, ClientId), Username, SecretHash);
  await pool.resets.request(Username);
  const email = pool.users.find(Username)?.email ?? Username;
  const Destination = veiled(email.includes('@') ? email : 'user@example.com');
  return { CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination } };
});

const confirmSchema = forgotSchema.extend({ ConfirmationCode: z.string().min(1), Password: passwordSchema });

export const confirmForgotPassword = action(confirmSchema, async (pool, input) => {
  assertSecretHash(clientOf(pool, input.ClientId), input.Username, input.SecretHash);
  await pool.resets.confirm(input.Username, input.ConfirmationCode, input.Password);
  return {};
});
