import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { keyPairIdsOf, workerVarsOf } from '../../outputs.ts';
import type { Deployment } from '../deployment.ts';
import { readKeyRing } from '../keys/key-ring.ts';
import { pointAt } from '../keys/switch-key.ts';
import { ToolFailure } from '../refusal.ts';
import type { Step } from '../step.ts';

const packageSchema = z.object({ version: z.string() });
const versionOf = (root: string) =>
  packageSchema.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).version;

/**
 * What the stack is called, into the Worker's vars; which key it signs with, into a secret. Uploads the code as well:
 * vars and code are one version of a Worker.
 */
export const giveSettings = ({ world, worker, stack, settings }: Deployment): Step => ({
  name: 'Outputs into the Worker',
  plan: () => [
    'uploads the Worker with the stack’s outputs as its vars: table, buckets, user pool, clients, role, hosts',
    'sets the secret SIGNING_WITH: which signing key is in use, and CloudFront’s id of it',
  ],
  done: async () => false,
  async run() {
    const outputs = await stack.outputs();
    const fingerprint = readKeyRing(world.root).signing?.fingerprint;
    const keyPairId = fingerprint && keyPairIdsOf(outputs)[fingerprint];
    if (!outputs || !fingerprint || !keyPairId)
      throw new ToolFailure('the stack does not take the signing key');
    await pointAt(worker, { fingerprint, keyPairId });
    await worker.deploy({
      vars: { ...workerVarsOf(outputs), VERSION: versionOf(world.root) },
      domain: settings.appDomain,
      keepVars: false,
    });
    return undefined;
  },
});
