import { generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const personSchema = z.object({ email: z.string(), password: z.string() });

const settingsSchema = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  userPoolId: z.string(),
  webClientId: z.string(),
  cliClientId: z.string(),
  bot: z.object({ clientId: z.string(), clientSecret: z.string() }),
  admin: personSchema,
  viewer: personSchema,
  keyPairId: z.string(),
  /** PEM, PKCS#8 and SPKI, RSA-2048: CloudFront's key pair. */
  signingPrivateKey: z.string(),
  signingPublicKey: z.string(),
  /** 32 bytes, base64url. */
  sessionSecret: z.string(),
});
/** Every secret of one data folder. */
export type LocalSettings = z.infer<typeof settingsSchema>;

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const letters = (alphabet: string, count: number) =>
  Array.from({ length: count }, () => alphabet.charAt(randomInt(alphabet.length))).join('');

const words = `amber basil cedar coral delta ember fjord grove hazel ivory jolly koala lemon maple north ocean
  pearl quill raven sable tidal umber vivid water yacht zebra`.split(/\s+/);
const word = () => words[randomInt(words.length)] ?? 'coral';
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Easy to read and type, and with every kind of letter the pool's policy asks for; about 40 bits. */
const password = () => `${capital(word())}-${word()}-${word()}-${word()}-${randomInt(10_000, 100_000)}`;

function makeSettings(region: string): LocalSettings {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return {
    accessKeyId: `AKIA${letters(`${lower.toUpperCase()}234567`, 16)}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    userPoolId: `${region}_${letters(lower + lower.toUpperCase() + digits, 9)}`,
    webClientId: letters(lower + digits, 26),
    cliClientId: letters(lower + digits, 26),
    bot: { clientId: letters(lower + digits, 26), clientSecret: letters(lower + digits, 51) },
    admin: { email: 'admin@example.com', password: password() },
    viewer: { email: 'viewer@example.com', password: password() },
    keyPairId: `K2${letters(lower.toUpperCase() + digits, 12)}`,
    signingPrivateKey: pair.privateKey,
    signingPublicKey: pair.publicKey,
    sessionSecret: randomBytes(32).toString('base64url'),
  };
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * The secrets of a data folder: made at its first start and kept in `<dataDir>/settings.json` (mode 0600).
 * @throws ZodError when the file is not one of ours.
 */
export function openSettings(dataDir: string, region: string): LocalSettings {
  const path = join(dataDir, 'settings.json');
  const known = readIfThere(path);
  if (known !== null) return settingsSchema.parse(JSON.parse(known));
  const made = makeSettings(region);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, JSON.stringify(made, null, 2), { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return made;
}
