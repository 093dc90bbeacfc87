import { base64url, EncryptJWT, jwtDecrypt } from 'jose';
import * as z from 'zod';

/** What is sealed, so that one kind of value is never taken for another. */
export type SealPurpose = 'refresh' | 'email' | 'login';

/** Encrypts small values for cookies (JWE `dir`, A256GCM); `open` gives null for anything not sealed for that purpose. */
export type Seal = {
  seal(purpose: SealPurpose, value: Record<string, string>, lifeMs: number): Promise<string>;
  open(purpose: SealPurpose, sealed: string): Promise<Record<string, string> | null>;
};

const valueSchema = z.record(z.string(), z.string());

/** `secret` is 32 bytes in base64url. */
export function createSeal({ secret, clock }: { secret: string; clock: { now: () => number } }): Seal {
  const key = base64url.decode(secret);
  if (key.length !== 32) throw new TypeError('SESSION_SECRET takes 32 bytes, base64url');
  return {
    seal: (purpose, value, lifeMs) =>
      new EncryptJWT({ value })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setAudience(purpose)
        .setExpirationTime(Math.floor((clock.now() + lifeMs) / 1000))
        .encrypt(key),
    async open(purpose, sealed) {
      const opened = await jwtDecrypt(sealed, key, {
        audience: purpose,
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        currentDate: new Date(clock.now()),
      }).catch(() => null);
      return valueSchema.safeParse(opened?.payload['value']).data ?? null;
    },
  };
}
