import { generateKeyPairSync } from 'node:crypto';
import { workerIdentity, workerSessionSeconds } from '../../../shared/worker-identity.ts';
import { account, type Role } from './roles.ts';

/** The role that the stack makes for the Worker; `appOrigin` is its issuer. */
export const workerRole = (appOrigin: string): Role => ({
  arn: `arn:aws:iam::${account}:role/shark-worker`,
  id: 'AROASHARKSHARKSHARKSH',
  trust: { issuer: appOrigin, ...workerIdentity },
  maxSessionSeconds: workerSessionSeconds,
});

/** A key for the Worker to sign its identity with: PEM, PKCS#8, P-256. New each time, as nobody keeps the public half. */
export const createIssuerKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
