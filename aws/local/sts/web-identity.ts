import { createLocalJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Clock } from '../ports.ts';
import { invalidToken, StsError } from './errors.ts';
import { type Fetch, keysOf } from './identity-provider.ts';

/** An OpenID provider as IAM knows it: its issuer's URL and the audiences that are taken (IAM's client ids). */
export type Provider = { issuer: string; audiences: string[] };

export type WebIdentity = { subject: string; audience: string; issuer: string };

/** AssumeRoleWithWebIdentity: "Tokens must be signed using either RSA keys or ECDSA keys". */
const algorithms = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'];

function decode(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    throw invalidToken(
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    );
  }
}

function refusalOf(error: unknown, nowMs: number): unknown {
  if (error instanceof errors.JWTExpired) {
    const now = `current date/time ${Math.floor(nowMs / 1000)}`;
    const message = `Token expired: ${now} must be before the expiration date/time ${error.payload.exp}`;
    return new StsError('ExpiredTokenException', message);
  }
  if (error instanceof errors.JWTClaimValidationFailed)
    return invalidToken(`Missing or invalid claim: ${error.claim}`);
  return error instanceof errors.JOSEError
    ? invalidToken('The web identity token that was passed could not be validated by AWS.')
    : error;
}

/**
 * Who a token speaks of, when its issuer is one of ours and everything about it holds: audience, signature by a key
 * that the issuer publishes, `exp`, `iat`.
 * @throws StsError InvalidIdentityToken, ExpiredTokenException, IDPCommunicationError
 */
export async function verifyWebIdentity(
  token: string,
  { providers, fetch, clock }: { providers: Provider[]; fetch: Fetch; clock: Clock },
): Promise<WebIdentity> {
  const { iss, aud } = decode(token);
  const provider = providers.find(({ issuer }) => issuer === iss);
  if (!provider) throw invalidToken(`No OpenIDConnect provider found in your account for ${iss}`);
  const audience = [aud ?? []].flat().find((one) => provider.audiences.includes(one));
  if (audience === undefined) throw invalidToken('Incorrect token audience');
  const keys = createLocalJWKSet(await keysOf(provider.issuer, fetch));
  const nowMs = clock.now();
  const options = { algorithms, issuer: provider.issuer, audience, currentDate: new Date(nowMs) };
  const required = { requiredClaims: ['sub', 'iat', 'exp'] };
  const { payload } = await jwtVerify(token, keys, { ...options, ...required }).catch((error: unknown) => {
    throw refusalOf(error, nowMs);
  });
  return { subject: payload.sub ?? '', audience, issuer: provider.issuer };
}
