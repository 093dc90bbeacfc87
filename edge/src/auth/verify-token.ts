import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as z from 'zod';
import { AppError } from '../../../shared/errors.ts';
import type { AcceptedClients } from './clients.ts';

/**
 * What an access token of Cognito says (docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html).
 * It has no `aud` and no e-mail; `iat` and `exp` are in seconds.
 */
export const claimsSchema = z.object({
  sub: z.string().min(1),
  client_id: z.string(),
  token_use: z.literal('access'),
  scope: z.string().default(''),
  username: z.string().optional(),
  'cognito:groups': z.array(z.string()).default([]),
  iat: z.number(),
  exp: z.number(),
});
export type Claims = z.infer<typeof claimsSchema>;

/** Resolves to the claims of a token that holds; throws `token_expired` or `unauthenticated`, `unavailable` without keys. */
export type TokenVerifier = (token: string) => Promise<Claims>;

type Options = {
  keys: JWTVerifyGetKey;
  issuer: string;
  clients: AcceptedClients;
  clock: { now: () => number };
};

function refusal(cause: unknown): AppError {
  if (cause instanceof errors.JWTExpired)
    return new AppError('token_expired', 'The access token has expired.', { cause });
  const unreachable =
    cause instanceof errors.JWKSTimeout ||
    !(cause instanceof errors.JOSEError) ||
    cause.code === 'ERR_JOSE_GENERIC';
  return unreachable
    ? new AppError('unavailable', 'Sign-in keys cannot be read right now.', { cause })
    : new AppError('unauthenticated', 'The access token is not valid.', { cause });
}

/** RS256 only, whatever the token's header says (RFC 8725, section 3.1); `keys` finds the public key of a header. */
export function createTokenVerifier({ keys, issuer, clients, clock }: Options): TokenVerifier {
  return async function verifyToken(token) {
    const options = { issuer, algorithms: ['RS256'], requiredClaims: ['exp', 'iat', 'sub'] };
    const verified = await jwtVerify(token, keys, { ...options, currentDate: new Date(clock.now()) }).catch(
      (cause: unknown) => {
        throw refusal(cause);
      },
    );
    const claims = claimsSchema.safeParse(verified.payload);
    if (!claims.success) throw new AppError('unauthenticated', 'This is not an access token.');
    if (!clients.people.has(claims.data.client_id) && !clients.bots.has(claims.data.client_id))
      throw new AppError('unauthenticated', 'The access token belongs to another application.');
    return claims.data;
  };
}
