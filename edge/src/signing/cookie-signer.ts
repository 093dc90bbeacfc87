import { getSignedCookies } from '@aws-sdk/cloudfront-signer';
import type { Settings } from '../env.ts';
import type { CookieSigner } from './signer.ts';

/**
 * Signs with the key of the Worker's settings, RSA-2048 or P-256. SHA-1 unless set otherwise: SHA-256 takes a fourth
 * cookie, `CloudFront-Hash-Algorithm`, that not every distribution honours yet.
 */
export function createCookieSigner(
  settings: Pick<Settings, 'KEY_PAIR_ID' | 'SIGNING_PRIVATE_KEY' | 'SIGNING_HASH'>,
): CookieSigner {
  return {
    async sign({ resource, expiresAtMs }) {
      const policy = JSON.stringify({
        Statement: [
          {
            Resource: resource,
            Condition: { DateLessThan: { 'AWS:EpochTime': Math.floor(expiresAtMs / 1000) } },
          },
        ],
      });
      const signed = getSignedCookies({
        policy,
        keyPairId: settings.KEY_PAIR_ID,
        privateKey: settings.SIGNING_PRIVATE_KEY,
        algorithm: settings.SIGNING_HASH,
      });
      return Object.fromEntries(Object.entries(signed).map(([name, value]) => [name, String(value)]));
    },
  };
}
