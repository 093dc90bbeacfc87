import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const jwkSchema = z.looseObject({ kid: z.string(), kty: z.literal('RSA'), n: z.string(), e: z.string() });
const fileSchema = z.object({ id: jwkSchema, access: jwkSchema, secret: z.string() });

/** An RSA key with its name in the JWKS. */
export type SigningKey = { kid: string; privateKey: KeyObject; publicKey: KeyObject; jwk: PublicJwk };
export type PublicJwk = { alg: 'RS256'; e: string; kid: string; kty: 'RSA'; n: string; use: 'sig' };

/** One key for id tokens, one for access tokens (as Cognito has), and the secret of the pages' own seals. */
export type Keys = { id: SigningKey; access: SigningKey; secret: Uint8Array };

function makeKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { kid: randomBytes(32).toString('base64'), ...privateKey.export({ format: 'jwk' }) };
}

function makeFile(file: string) {
  const content = { id: makeKey(), access: makeKey(), secret: randomBytes(32).toString('base64url') };
  // Written aside first: a process killed here must not leave half a key file behind.
  writeFileSync(`${file}.new`, JSON.stringify(content), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function signingKey(key: z.infer<typeof jwkSchema>): SigningKey {
  const privateKey = createPrivateKey({ key, format: 'jwk' });
  const jwk: PublicJwk = { alg: 'RS256', e: key.e, kid: key.kid, kty: 'RSA', n: key.n, use: 'sig' };
  return { kid: key.kid, privateKey, publicKey: createPublicKey(privateKey), jwk };
}

/** Reads `<folder>/keys.json` (mode 0600), made at the first start. */
export function openKeys(folder: string): Keys {
  const file = join(folder, 'keys.json');
  if (!existsSync(file)) makeFile(file);
  const { id, access, secret } = fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { id: signingKey(id), access: signingKey(access), secret: Buffer.from(secret, 'base64url') };
}
