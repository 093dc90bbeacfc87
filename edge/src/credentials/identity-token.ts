import { SignJWT } from 'jose';
import { workerIdentity } from '../../../shared/worker-identity.ts';
import { readIssuerKeys } from './issuer-keys.ts';

/** Long enough for one call, in s. */
const lifeSeconds = 60;

/** A token that says who the Worker is; ES256, good for a minute. Throws a TypeError when the key cannot be read. */
export async function identityToken(privateKey: string, issuer: string, nowMs: number): Promise<string> {
  const { key, kid } = (await readIssuerKeys(privateKey)).signing;
  const nowSeconds = Math.floor(nowMs / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid })
    .setIssuer(issuer)
    .setSubject(workerIdentity.subject)
    .setAudience(workerIdentity.audience)
    .setIssuedAt(nowSeconds)
    .setExpirationTime(nowSeconds + lifeSeconds)
    .sign(key);
}
