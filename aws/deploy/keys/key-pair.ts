import { generateKeyPairSync } from 'node:crypto';
import type { SigningKeySecret } from '../../../shared/signing-key.ts';
import { fingerprintOf } from '../../signing-keys.ts';

export const algorithms = { ecdsa: 'ECDSA_P256', rsa: 'RSA_2048' } as const;
export type AlgorithmName = keyof typeof algorithms;

const publicKeyEncoding = { type: 'spki', format: 'pem' } as const;
const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const;

const make = {
  ecdsa: () => generateKeyPairSync('ec', { namedCurve: 'P-256', publicKeyEncoding, privateKeyEncoding }),
  rsa: () => generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding, privateKeyEncoding }),
};

/** A new key pair: the public PEM for the repository, and what the Worker keeps. */
export function createKeyPair(name: AlgorithmName): { publicPem: string; secret: SigningKeySecret } {
  const { publicKey, privateKey } = make[name]();
  const secret = { fingerprint: fingerprintOf(publicKey), algorithm: algorithms[name], pem: privateKey };
  return { publicPem: publicKey, secret };
}
