import * as z from 'zod';

/** The private half of a key pair that media cookies are signed with: one secret of the Worker. */
export const signingKeySchema = z.object({
  /** 16 hexadecimal digits that name the public half, in the repository and in the stack. */
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
  algorithm: z.enum(['ECDSA_P256', 'RSA_2048']),
  /** PKCS#8. */
  pem: z.string(),
});
export type SigningKeySecret = z.infer<typeof signingKeySchema>;

/** Which of the keys the Worker signs with, and CloudFront's id of it: a secret as well, because it changes in one call. */
export const signingWithSchema = z.object({
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
  keyPairId: z.string().min(1),
});
export type SigningWith = z.infer<typeof signingWithSchema>;

/** The secret that holds `SigningWith`. */
export const signingWithName = 'SIGNING_WITH';

/** Begins the names of the secrets that hold a key each: two while one replaces the other. */
export const signingKeyPrefix = 'SIGNING_KEY_';
export const signingKeyName = (fingerprint: string) => `${signingKeyPrefix}${fingerprint.toUpperCase()}`;
