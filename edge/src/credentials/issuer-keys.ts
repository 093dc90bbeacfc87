import { type CryptoKey, calculateJwkThumbprint, exportJWK, importJWK, importPKCS8, type JWK } from 'jose';
import * as z from 'zod';

/** A point on P-256 (RFC 7518, section 6.2); `d` is what only the Worker knows. */
const keySchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string().optional(),
});
type Key = z.infer<typeof keySchema>;

const keysSchema = z.union([
  z.object({ keys: z.array(keySchema).min(1) }).transform(({ keys }) => keys),
  keySchema.transform((key) => [key]),
]);

export type IssuerKeys = {
  /** Signs ES256; `kid` is the key's RFC 7638 thumbprint. */
  signing: { key: CryptoKey; kid: string };
  /** What the JWKS shows. */
  published: JWK[];
};

async function parse(text: string): Promise<Key[]> {
  if (text.trimStart().startsWith('{')) return keysSchema.parse(JSON.parse(text));
  const key = await importPKCS8(text, 'ES256', { extractable: true });
  return [keySchema.parse(await exportJWK(key))];
}

async function toPublished({ d: _, ...key }: Key): Promise<JWK & { kid: string }> {
  return { ...key, kid: await calculateJwkThumbprint(key), alg: 'ES256', use: 'sig' };
}

async function read(text: string): Promise<IssuerKeys> {
  const [first, ...others] = await parse(text);
  if (!first?.d) throw new TypeError('the first key is public');
  const own = await toPublished(first);
  const key = await importJWK({ ...own, d: first.d }, 'ES256');
  if (key instanceof Uint8Array) throw new TypeError('the first key is secret bytes');
  return {
    signing: { key, kid: own.kid },
    published: [own, ...(await Promise.all(others.map(toPublished)))],
  };
}

/**
 * Reads the issuer's key: P-256 as PEM (PKCS#8), as a JWK, or as a JWK set, of which the first key signs and all are
 * published (public halves suffice for the others), so that a new key is known before it signs and an old one after.
 * @throws TypeError that says nothing of the key
 */
export async function readIssuerKeys(text: string): Promise<IssuerKeys> {
  try {
    return await read(text);
  } catch {
    throw new TypeError('ISSUER_PRIVATE_KEY takes a P-256 key: PEM (PKCS#8), JWK or JWK set');
  }
}
