import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { readSigningKeys } from '../../signing-keys.ts';

const signingSchema = z.strictObject({
  /** The key the Worker signs with. */
  fingerprint: z.string(),
  /** Since when. */
  since: z.iso.datetime(),
  /** The one it signed with before. */
  before: z.string().optional(),
});
export type Signing = z.infer<typeof signingSchema>;

/** The public keys of the repository, and which of them the Worker signs with: aws/keys. */
export type KeyRing = {
  fingerprints: string[];
  signing: Signing | null;
  /** All but the one that signs. */
  others: string[];
};

const folderOf = (root: string) => join(root, 'aws/keys');
const noteOf = (root: string) => join(folderOf(root), 'signing.json');
const pemOf = (root: string, fingerprint: string) => join(folderOf(root), `${fingerprint}.pem`);

function readSigning(root: string, fingerprints: string[]): Signing | null {
  if (!existsSync(noteOf(root))) return null;
  const signing = signingSchema.parse(JSON.parse(readFileSync(noteOf(root), 'utf8')));
  return fingerprints.includes(signing.fingerprint) ? signing : null;
}

export function readKeyRing(root: string): KeyRing {
  const fingerprints = readSigningKeys(folderOf(root)).map(({ fingerprint }) => fingerprint);
  const signing = readSigning(root, fingerprints);
  return { fingerprints, signing, others: fingerprints.filter((one) => one !== signing?.fingerprint) };
}

export function addKey(root: string, fingerprint: string, publicPem: string): void {
  mkdirSync(folderOf(root), { recursive: true });
  writeFileSync(pemOf(root, fingerprint), publicPem);
}

export const dropKey = (root: string, fingerprint: string) =>
  rmSync(pemOf(root, fingerprint), { force: true });

export const noteSigning = (root: string, signing: Signing) =>
  writeFileSync(noteOf(root), `${JSON.stringify(signing, null, 2)}\n`);
