import { createHash, createPublicKey } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A public key that CloudFront trusts. `fingerprint` names it everywhere: construct, output, the Worker's secret. */
export type SigningKey = { fingerprint: string; pem: string };

const normal = (pem: string) => `${pem.replaceAll('\r\n', '\n').trim()}\n`;

/** 16 hex digits of SHA-256 over the PEM, whatever its line ends. */
export const fingerprintOf = (pem: string) =>
  createHash('sha256').update(normal(pem)).digest('hex').slice(0, 16);

/**
 * Reads one public key: RSA 2048 or ECDSA P-256, as CloudFront takes them
 * (docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html).
 * @throws TypeError for any other key, and for a private one, which has no place in a repository.
 */
export function readSigningKey(pem: string): SigningKey {
  if (pem.includes('PRIVATE KEY')) throw new TypeError('this is a private key; only public ones belong here');
  const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey(pem);
  const taken =
    (asymmetricKeyType === 'rsa' && asymmetricKeyDetails?.modulusLength === 2048) ||
    (asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1');
  if (!taken) throw new TypeError('CloudFront takes RSA 2048 and ECDSA P-256 keys only');
  return { fingerprint: fingerprintOf(pem), pem: normal(pem) };
}

/** All public keys of a folder (`*.pem`), by file name; none when it does not exist. */
export function readSigningKeys(folder: string): SigningKey[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith('.pem'));
  return files.sort().map((name) => readSigningKey(readFileSync(join(folder, name), 'utf8')));
}
