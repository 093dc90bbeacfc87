import { generateKeyPairSync, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { appOriginOf } from '../../settings.ts';
import type { Deployment } from '../deployment.ts';
import { patiently } from '../patiently.ts';
import { ToolFailure } from '../refusal.ts';
import type { Step } from '../step.ts';

/** Builds what the browser gets; the Worker itself is bundled as it is uploaded. */
export const buildPlayer = ({ world }: Deployment): Step => ({
  name: 'Build',
  plan: () => ['builds the browser’s files into dist/player, if anything changed'],
  done: async () => false,
  async run() {
    const args = ['aws/local/supervisor/build.ts', '--if-changed'];
    const { code } = await world.run({ tool: 'node', args, show: true });
    if (code !== 0) throw new ToolFailure(`the build ended with ${code}`);
    return undefined;
  },
});

/** P-256, as AWS takes it for web identities (ES256). */
const issuerKey = () =>
  generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey;

/** Secrets that are made once and never again: people would be signed out, or the Worker shut out of AWS for a while. */
const madeOnce = {
  SESSION_SECRET: () => randomBytes(32).toString('base64url'),
  ISSUER_PRIVATE_KEY: issuerKey,
};

const namesFor = ({ settings }: Deployment) =>
  settings.workerAccess === 'keyless'
    ? (['SESSION_SECRET', 'ISSUER_PRIVATE_KEY'] as const)
    : (['SESSION_SECRET'] as const);

const discoverySchema = z.object({ issuer: z.string() });

/** Whether the world, and therefore IAM, finds the Worker's identity at the app's host. */
async function isIssuer({ world, settings }: Deployment): Promise<boolean> {
  const origin = appOriginOf(settings);
  try {
    const { status, text } = await world.fetch(`${origin}/.well-known/openid-configuration`);
    return status === 200 && discoverySchema.parse(JSON.parse(text)).issuer === origin;
  } catch {
    return false;
  }
}

/** The Worker at its host, with secrets of its own: AWS has to find its identity before a role can trust it. */
export function placeWorker(deployment: Deployment): Step {
  const { worker, settings, world } = deployment;
  const needed = namesFor(deployment);
  const keyless = settings.workerAccess === 'keyless';
  const missing = async () => {
    const held = (await worker.secretNames()) ?? [];
    return needed.filter((name) => !held.includes(name));
  };
  return {
    name: 'Worker',
    plan: () => [
      `uploads the Worker ${worker.name} to ${settings.appDomain} (Cloudflare adds that name to the zone itself)`,
      `makes its secrets once: ${needed.join(', ')}`,
      ...(keyless ? [`${appOriginOf(settings)}/.well-known/ becomes the OpenID issuer that AWS trusts`] : []),
    ],
    done: async () => (await missing()).length === 0 && (!keyless || (await isIssuer(deployment))),
    async run() {
      const vars = { APP_ORIGIN: appOriginOf(settings) };
      await worker.deploy({ vars, domain: settings.appDomain, keepVars: true });
      const names = await missing();
      const secrets = names.map((name) => [name, madeOnce[name]()]);
      if (names.length > 0) await worker.putSecrets(Object.fromEntries(secrets));
      if (!keyless || (await patiently(world, () => isIssuer(deployment)))) return undefined;
      const waitingFor = `https://${settings.appDomain}/.well-known/openid-configuration does not answer yet. A new host takes Cloudflare some minutes; its zone must be active in this Cloudflare account. Then run npm run deploy again.`;
      return { waitingFor, blocks: true };
    },
  };
}
