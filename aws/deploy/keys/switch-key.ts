import { type SigningWith, signingKeyName, signingWithName } from '../../../shared/signing-key.ts';
import { keyPairIdsOf } from '../../outputs.ts';
import { Refusal } from '../refusal.ts';
import type { DeployedStack } from '../stack-outputs.ts';
import type { Worker } from '../worker.ts';
import type { World } from '../world.ts';
import { type KeyRing, noteSigning, readKeyRing } from './key-ring.ts';

/** Tells the Worker which key to sign with: one secret, so that key and id change in the same instant. */
export async function pointAt(worker: Worker, pointer: SigningWith): Promise<void> {
  await worker.putSecret(signingWithName, JSON.stringify(pointer));
}

const laterRemove = 'Next: npm run keys:remove, once the cookies signed with the old key have ended.';

type Stack = Pick<DeployedStack, 'outputs'>;

/** The key to switch to; null when that has been done. */
function targetOf({ signing, others }: KeyRing, wanted: string | undefined): string | null {
  if (!signing) throw new Refusal('There is no signing key yet: npm run deploy makes the first one.');
  if (wanted === signing.fingerprint) return null;
  if (wanted && !others.includes(wanted)) throw new Refusal(`aws/keys has no key ${wanted}.`);
  const target = wanted ?? others.find((one) => one !== signing.before);
  if (target) return target;
  if (others.length > 0) return null;
  throw new Refusal('There is only one key, nothing to switch to: npm run keys:create first.');
}

async function readKeyPairId(worker: Worker, stack: Stack, target: string): Promise<string> {
  if (!(await worker.secretNames())?.includes(signingKeyName(target)))
    throw new Refusal(
      `The Worker ${worker.name} does not hold the private half of ${target}, so it cannot sign with it. If nobody does, delete aws/keys/${target}.pem and run npm run keys:create.`,
    );
  const id = keyPairIdsOf(await stack.outputs())[target];
  if (!id) throw new Refusal(`CloudFront does not take ${target} yet: npm run deploy first.`);
  return id;
}

/**
 * `keys:switch`: the Worker signs with the new key from now on; both are taken. `wanted` names the key, to go back for
 * instance. @throws Refusal when there is no other key, or when Worker or CloudFront do not know it yet
 */
export async function switchKey(world: World, worker: Worker, stack: Stack, wanted?: string): Promise<void> {
  const ring = readKeyRing(world.root);
  const target = targetOf(ring, wanted);
  if (!target)
    return world.say(`The Worker signs with ${ring.signing?.fingerprint} already.\n${laterRemove}`);
  const keyPairId = await readKeyPairId(worker, stack, target);
  await pointAt(worker, { fingerprint: target, keyPairId });
  const since = new Date(world.now()).toISOString();
  noteSigning(world.root, {
    fingerprint: target,
    since,
    ...(ring.signing && { before: ring.signing.fingerprint }),
  });
  world.say(`The Worker signs with ${target} now; aws/keys/signing.json says so: commit it.\n${laterRemove}`);
}
