import * as z from 'zod';
import type { Deployment } from '../deployment.ts';
import { Refusal, ToolFailure } from '../refusal.ts';
import { indent, type Step } from '../step.ts';

const identitySchema = z.object({ Account: z.string() });
const whoamiSchema = z.object({
  accounts: z.array(z.object({ name: z.string(), id: z.string() })).default([]),
});

async function checkAws({ aws, world }: Deployment): Promise<string | null> {
  try {
    const { Account } = identitySchema.parse(await aws.call('sts', 'get-caller-identity'));
    world.say(indent(`AWS account ${Account}`));
    return null;
  } catch (error) {
    if (!(error instanceof ToolFailure)) throw error;
    return `AWS does not know who you are. Sign in with \`aws configure sso\` or \`aws login\`, or set AWS_PROFILE.\n  ${error.message}`;
  }
}

/** What `wrangler whoami --json` says; null when nobody is signed in. */
async function whoami({ world }: Deployment) {
  const { code, stdout } = await world.run({ tool: 'wrangler', args: ['whoami', '--json'] });
  const at = stdout.indexOf('{');
  return code === 0 && at >= 0 ? whoamiSchema.parse(JSON.parse(stdout.slice(at))) : null;
}

async function checkCloudflare(deployment: Deployment): Promise<string | null> {
  const { env, say } = deployment.world;
  const who = await whoami(deployment);
  if (!who)
    return 'Cloudflare does not know who you are. Sign in with `npx wrangler login`, or set CLOUDFLARE_API_TOKEN.';
  const chosen =
    env['CLOUDFLARE_ACCOUNT_ID'] ?? (who.accounts.length === 1 ? who.accounts[0]?.id : undefined);
  if (chosen === undefined) {
    const list = who.accounts.map(({ id, name }) => `  ${id}  ${name}`).join('\n');
    return `You have ${who.accounts.length} Cloudflare accounts. Set CLOUDFLARE_ACCOUNT_ID to the one that holds the domain's zone:\n${list}`;
  }
  say(indent(`Cloudflare account ${who.accounts.find(({ id }) => id === chosen)?.name ?? chosen}`));
  return null;
}

/** Both accounts can be reached, before anything is changed; what is missing is said all at once. */
export const checkAccounts = (deployment: Deployment): Step => ({
  name: 'Check the accounts',
  plan: () => ['asks AWS (sts get-caller-identity) and Cloudflare (whoami) who you are; changes nothing'],
  done: async () => false,
  async run() {
    const missing = [await checkAws(deployment), await checkCloudflare(deployment)].filter(Boolean);
    if (missing.length > 0) throw new Refusal(missing.join('\n'));
    return undefined;
  },
});
