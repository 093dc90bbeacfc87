import { createHash, randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import type { Grant, Grants } from './grants.ts';
import type { Keys, SigningKey } from './keys.ts';
import type { Client, Settings } from './settings.ts';
import type { User, Users } from './users.ts';

export type TokenSet = { access: string; id: string; expiresIn: number };

const claimsSchema = z.looseObject({
  sub: z.string(),
  client_id: z.string(),
  token_use: z.literal('access'),
  scope: z.string(),
  origin_jti: z.string(),
  username: z.string(),
});
/** A person's access token that holds, with what it stands on. */
export type Bearer = { scopes: string[]; user: User; grant: Grant };

export type Tokens = {
  /** Access and id token of a person (docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html). */
  forPerson(grant: Grant, user: User, client: Client): Promise<TokenSet>;
  /** Access token of a client itself. */
  forClient(client: Client, scope: string): Promise<{ access: string; expiresIn: number }>;
  /** Null for a token that is not ours, has ended, was revoked, or whose user is disabled or gone. */
  verify(token: string): Promise<Bearer | null>;
};

type Parts = { settings: Settings; keys: Keys; users: Users; grants: Grants };

// The left half of the access token's SHA-256, base64url (OpenID Connect Core 3.1.3.6).
const atHash = (token: string) =>
  createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url');

const commonClaims = (grant: Grant, user: User, groups: string[]) => ({
  sub: user.username,
  ...(groups.length > 0 && { 'cognito:groups': groups }),
  origin_jti: grant.id,
  event_id: grant.eventId,
  auth_time: grant.authTime,
});

const accessClaims = (grant: Grant, user: User) => ({
  client_id: grant.clientId,
  token_use: 'access',
  scope: grant.scope,
  username: user.username,
  version: 2,
});

const idClaims = (grant: Grant, user: User, access: string) => ({
  email: user.email,
  email_verified: user.emailVerified,
  'cognito:username': user.username,
  ...(grant.nonce !== null && { nonce: grant.nonce }),
  at_hash: atHash(access),
  aud: grant.clientId,
  token_use: 'id',
});

function createSigner({ clock, issuer }: Settings) {
  return (key: SigningKey, claims: Record<string, unknown>, client: Client) => {
    const iat = Math.floor(clock.now() / 1000);
    const times = { iss: issuer, iat, exp: iat + client.accessTokenMinutes * 60, jti: randomUUID() };
    return new SignJWT({ ...claims, ...times })
      .setProtectedHeader({ kid: key.kid, alg: 'RS256' })
      .sign(key.privateKey);
  };
}

async function readClaims(token: string, key: SigningKey, { clock, issuer }: Settings) {
  const options = { algorithms: ['RS256'], issuer, currentDate: new Date(clock.now()) };
  try {
    return claimsSchema.parse((await jwtVerify(token, key.publicKey, options)).payload);
  } catch {
    return null;
  }
}

/** Signs and verifies tokens with Cognito's claims: an access token says `client_id` and has no `aud`. */
export function createTokens({ settings, keys, users, grants }: Parts): Tokens {
  const sign = createSigner(settings);
  return {
    async forPerson(grant, user, client) {
      const common = commonClaims(grant, user, users.groupsOf(user.username));
      const access = await sign(keys.access, { ...common, ...accessClaims(grant, user) }, client);
      const id = await sign(keys.id, { ...common, ...idClaims(grant, user, access) }, client);
      return { access, id, expiresIn: client.accessTokenMinutes * 60 };
    },
    async forClient(client, scope) {
      const auth_time = Math.floor(settings.clock.now() / 1000);
      const claims = {
        sub: client.id,
        client_id: client.id,
        token_use: 'access',
        scope,
        auth_time,
        version: 2,
      };
      return { access: await sign(keys.access, claims, client), expiresIn: client.accessTokenMinutes * 60 };
    },
    async verify(token) {
      const claims = await readClaims(token, keys.access, settings);
      const grant = claims && grants.get(claims.origin_jti);
      const user = claims && users.find(claims.username);
      if (!grant || grant.revoked || !user?.enabled) return null;
      return { scopes: claims.scope.split(' '), user, grant };
    },
  };
}
