import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { CognitoError, invalidParameter, notAuthorized, notImplemented } from '../errors.ts';
import type { Grant } from '../grants.ts';
import type { Pool } from '../pool.ts';
import { sameText } from '../secret-text.ts';
import type { Client } from '../settings.ts';
import type { User } from '../users.ts';
import { action, clientOf, unreadFields } from './action.ts';

/** Cognito's default `AuthSessionValidity`. */
const challengeLifeMs = 3 * 60_000;
/** The one scope of tokens that do not come from the OAuth endpoints. */
export const selfScope = 'aws.cognito.signin.user.admin';

type Parameters = Record<string, string>;

function required(parameters: Parameters, name: string): string {
  const value = parameters[name];
  if (!value) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}

/** A client with a secret proves it by HMAC-SHA-256 of user name and client id. */
export function assertSecretHash(client: Client, username: string, given: string | undefined): void {
  if (client.secret === undefined) return;
  if (!given)
    throw notAuthorized(`Client ${client.id} is configured with secret but SECRET_HASH was not received`);
  const expected = createHmac('sha256', client.secret)
    .update(username + client.id)
    .digest('base64');
  if (!sameText(expected, given)) throw notAuthorized(`Unable to verify secret hash for client ${client.id}`);
}

async function result(pool: Pool, client: Client, user: User, grant: Grant, refreshToken?: string) {
  const { access, id, expiresIn } = await pool.tokens.forPerson(grant, user, client);
  return {
    AuthenticationResult: {
      AccessToken: access,
      ExpiresIn: expiresIn,
      IdToken: id,
      ...(refreshToken && { RefreshToken: refreshToken }),
      TokenType: 'Bearer',
    },
    ChallengeParameters: {},
  };
}

function signedIn(pool: Pool, client: Client, user: User) {
  const authTime = Math.floor(pool.settings.clock.now() / 1000);
  const { username } = user;
  const grant = pool.grants.start({ username, clientId: client.id, scope: selfScope, nonce: null, authTime });
  return result(pool, client, user, grant, pool.grants.refreshToken(grant));
}

async function byPassword(pool: Pool, client: Client, parameters: Parameters) {
  const name = required(parameters, 'USERNAME');
  assertSecretHash(client, name, parameters['SECRET_HASH']);
  const user = await pool.signIn.check(name, required(parameters, 'PASSWORD'));
  if (user.status === 'CONFIRMED') return signedIn(pool, client, user);
  const attributes = JSON.stringify({ email: user.email, email_verified: String(user.emailVerified) });
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: await pool.signIn.challenge(user, challengeLifeMs),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: '[]',
      userAttributes: attributes,
    },
  };
}

async function byRefreshToken(pool: Pool, client: Client, parameters: Parameters) {
  const grant = pool.grants.byRefreshToken(required(parameters, 'REFRESH_TOKEN'));
  const user = grant?.clientId === client.id ? pool.users.find(grant.username) : null;
  if (!grant || !user) throw notAuthorized('Invalid Refresh Token');
  if (!user.enabled) throw notAuthorized('User is disabled.');
  assertSecretHash(client, user.username, parameters['SECRET_HASH']);
  return result(pool, client, user, grant);
}

const flows: Record<string, { name: string; run?: typeof byPassword }> = {
  USER_PASSWORD_AUTH: { name: 'USER_PASSWORD_AUTH', run: byPassword },
  REFRESH_TOKEN_AUTH: { name: 'REFRESH_TOKEN_AUTH', run: byRefreshToken },
  REFRESH_TOKEN: { name: 'REFRESH_TOKEN_AUTH', run: byRefreshToken },
  USER_SRP_AUTH: { name: 'USER_SRP_AUTH' },
  USER_AUTH: { name: 'USER_AUTH' },
  CUSTOM_AUTH: { name: 'CUSTOM_AUTH' },
};

const initiateSchema = z.strictObject({
  AuthFlow: z.string(),
  AuthParameters: z.record(z.string(), z.string()).default({}),
  ClientId: z.string().min(1),
  ...unreadFields,
});

/** Signs in with what the client's `ExplicitAuthFlows` allow; rotation rules REFRESH_TOKEN_AUTH out. */
export const initiateAuth = action(initiateSchema, async (pool, { AuthFlow, AuthParameters, ClientId }) => {
  const client = clientOf(pool, ClientId);
  const flow = Object.hasOwn(flows, AuthFlow) ? flows[AuthFlow] : undefined;
  if (!flow) throw invalidParameter(`Initiate Auth method not supported: ${AuthFlow}.`);
  const rotates = flow.run === byRefreshToken && client.refreshRotation;
  if (rotates || !client.explicitAuthFlows.includes(`ALLOW_${flow.name}`))
    throw invalidParameter(`${flow.name} flow not enabled for this client`);
  if (!flow.run) throw notImplemented(flow.name);
  return flow.run(pool, client, AuthParameters);
});

const respondSchema = z.strictObject({
  ChallengeName: z.string(),
  ChallengeResponses: z.record(z.string(), z.string()).default({}),
  ClientId: z.string().min(1),
  Session: z.string().optional(),
  ...unreadFields,
});

/** Answers NEW_PASSWORD_REQUIRED. */
export const respondToAuthChallenge = action(respondSchema, async (pool, input) => {
  const client = clientOf(pool, input.ClientId);
  if (input.ChallengeName !== 'NEW_PASSWORD_REQUIRED') throw notImplemented(input.ChallengeName);
  const responses = input.ChallengeResponses;
  const name = required(responses, 'USERNAME');
  assertSecretHash(client, name, responses['SECRET_HASH']);
  const newPassword = required(responses, 'NEW_PASSWORD');
  const user = await pool.signIn.challenged(input.Session ?? '');
  if (!user || pool.users.find(name)?.username !== user.username)
    throw new CognitoError('NotAuthorizedException', 'Invalid session for the user, session is expired.');
  return signedIn(pool, client, await pool.signIn.answer(input.Session ?? '', newPassword));
});
