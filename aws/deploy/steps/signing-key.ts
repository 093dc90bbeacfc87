import { signingKeyName } from '../../../shared/signing-key.ts';
import type { Deployment } from '../deployment.ts';
import { addKeyPair } from '../keys/create-key.ts';
import { noteSigning, readKeyRing } from '../keys/key-ring.ts';
import { indent, type Step } from '../step.ts';

/**
 * The first key that media cookies are signed with. Also takes care of a repository whose key's private half went with
 * an earlier Worker: a new one signs, and the lost one stays trusted until `keys:remove`.
 */
export const ensureSigningKey = ({ world, worker }: Deployment): Step => ({
  name: 'Signing key',
  plan: () => {
    const { signing } = readKeyRing(world.root);
    return signing
      ? [`the Worker signs with ${signing.fingerprint}; changes nothing while it holds that key`]
      : ['makes an ECDSA P-256 key pair: private half to a secret of the Worker, public half into aws/keys'];
  },
  async done() {
    const { signing } = readKeyRing(world.root);
    const held = await worker.secretNames();
    return signing !== null && Boolean(held?.includes(signingKeyName(signing.fingerprint)));
  },
  async run() {
    const lost = readKeyRing(world.root).signing?.fingerprint;
    const fingerprint = await addKeyPair(world, worker, 'ecdsa');
    const since = new Date(world.now()).toISOString();
    noteSigning(world.root, { fingerprint, since, ...(lost && { before: lost }) });
    world.say(indent(`made ${fingerprint}: commit aws/keys`));
    return undefined;
  },
});
