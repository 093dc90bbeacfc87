import * as z from 'zod';
import { CognitoError, invalidParameter, notAuthorized } from '../errors.ts';
import { OAuthError } from '../oauth/refusal.ts';
import { revokeRefreshToken } from '../oauth/revoke.ts';
import type { Pool } from '../pool.ts';
import { sameText } from '../secret-text.ts';
import { action, clientOf } from './action.ts';
import { selfScope } from './authentication.ts';
import { attributesOf } from './user-view.ts';

const tokenSchema = z.strictObject({ AccessToken: z.string().min(1) });

async function bearerOf(pool: Pool, token: string) {
  const bearer = await pool.tokens.verify(token);
  if (!bearer) throw notAuthorized('Access Token has been revoked or is not valid');
  if (!bearer.scopes.includes(selfScope)) throw notAuthorized('Access Token does not have required scopes');
  return bearer;
}

export const getUser = action(tokenSchema, async (pool, { AccessToken }) => {
  const { user } = await bearerOf(pool, AccessToken);
  return { Username: user.username, UserAttributes: attributesOf(user) };
});

export const globalSignOut = action(tokenSchema, async (pool, { AccessToken }) => {
  const { user } = await bearerOf(pool, AccessToken);
  pool.grants.revokeAll(user.username);
  return {};
});

const revokeSchema = z.strictObject({
  Token: z.string().min(1),
  ClientId: z.string().min(1),
  ClientSecret: z.string().optional(),
});

export const revokeToken = action(revokeSchema, async (pool, { Token, ClientId, ClientSecret }) => {
  const client = clientOf(pool, ClientId);
  if (client.secret !== undefined && !sameText(ClientSecret ?? '', client.secret))
    throw invalidParameter('Client secret is missing or wrong.');
  try {
    revokeRefreshToken(pool, client.id, Token);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    if (error.code === 'unsupported_token_type')
      throw new CognitoError('UnsupportedTokenTypeException', 'Only refresh tokens can be revoked.');
    throw new CognitoError('UnauthorizedException', 'The token belongs to another client.');
  }
  return {};
});
