import { existsSync, writeFileSync } from 'node:fs';
import { signingKeyName } from '../../../shared/signing-key.ts';
import { Refusal } from '../refusal.ts';
import type { Worker } from '../worker.ts';
import type { World } from '../world.ts';
import { type AlgorithmName, createKeyPair } from './key-pair.ts';
import { addKey, noteSigning, readKeyRing } from './key-ring.ts';

const next = 'Next: npm run deploy, so that CloudFront takes it as well; then npm run keys:switch.';

/** Null when a new key may be made; else what to say about the one that waits already. */
async function waitingKey(world: World, worker: Worker): Promise<string | null> {
  const [other] = readKeyRing(world.root).others;
  if (!other) return null;
  const held = (await worker.secretNames())?.includes(signingKeyName(other));
  if (readKeyRing(world.root).signing?.before === other || !held)
    throw new Refusal(
      `aws/keys still has the key ${other}, which the Worker does not sign with. Drop it first: npm run keys:remove`,
    );
  return other;
}

/**
 * Makes a key pair: the private half goes to the Worker and nowhere else, then the public half into the repository. In
 * this order nothing is half done for long: a public half without its private one never exists.
 */
export async function addKeyPair(world: World, worker: Worker, algorithm: AlgorithmName): Promise<string> {
  const { publicPem, secret } = createKeyPair(algorithm);
  await worker.putSecret(signingKeyName(secret.fingerprint), JSON.stringify(secret));
  addKey(world.root, secret.fingerprint, publicPem);
  return secret.fingerprint;
}

/** `keys:create`. @throws Refusal while an old key waits to be removed, or without a Worker to give the key to */
export async function createKey(world: World, worker: Worker, algorithm: AlgorithmName): Promise<void> {
  const waiting = await waitingKey(world, worker);
  if (waiting) return world.say(`The new key ${waiting} has been made already.\n${next}`);
  if ((await worker.secretNames()) === null)
    throw new Refusal(`There is no Worker ${worker.name} yet: npm run deploy makes it, with its first key.`);
  const fingerprint = await addKeyPair(world, worker, algorithm);
  if (!readKeyRing(world.root).signing)
    noteSigning(world.root, { fingerprint, since: new Date(world.now()).toISOString() });
  world.say(`Made the key ${fingerprint}; its public half is in aws/keys: commit it.\n${next}`);
}

/**
 * `keys:create --to-file`: the private half into a file that only its owner can read, for the AWS core on one machine
 * or to be carried by hand. Nothing of it goes into the repository.
 */
export function createKeyFile(world: Pick<World, 'say'>, path: string, algorithm: AlgorithmName): void {
  if (existsSync(path)) throw new Refusal(`${path} exists already, and may hold a key in use.`);
  const { publicPem, secret } = createKeyPair(algorithm);
  writeFileSync(path, `${JSON.stringify(secret, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  writeFileSync(`${path}.pub.pem`, publicPem);
  world.say(`Made the key ${secret.fingerprint}: ${path} (private), ${path}.pub.pem (public).`);
}
