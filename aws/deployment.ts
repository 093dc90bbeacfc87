import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleSettings, readSettings, type Settings } from './settings.ts';
import { readSigningKey, readSigningKeys, type SigningKey } from './signing-keys.ts';

/** What one deployment is made of: `deploy.json` and the public keys in `aws/keys`. */
export type Deployment = { settings: Settings; signingKeys: SigningKey[] };

const testKey = join(import.meta.dirname, 'testing/signing-key.pem');

/**
 * Reads a deployment from a working copy at `root`. A rehearsal puts example settings and a test key, of which nobody
 * has the private half, where a clean clone has none yet.
 * @throws TypeError for what is missing otherwise, in words for who deploys
 */
export function readDeployment(root: string, { rehearsal = false } = {}): Deployment {
  const settings = readSettings(join(root, 'deploy.json'));
  const signingKeys = readSigningKeys(join(root, 'aws/keys'));
  if (rehearsal)
    return {
      settings: settings ?? exampleSettings,
      signingKeys: signingKeys.length > 0 ? signingKeys : [readSigningKey(readFileSync(testKey, 'utf8'))],
    };
  if (!settings) throw new TypeError('there is no deploy.json yet; `npm run deploy` makes one');
  if (signingKeys.length === 0)
    throw new TypeError('there is no public key in aws/keys yet; `npm run deploy` makes one');
  return { settings, signingKeys };
}
