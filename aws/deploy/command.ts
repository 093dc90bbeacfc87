import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deploy } from './deploy.ts';
import { type Deployment, readDeployment } from './deployment.ts';
import { destroy } from './destroy.ts';
import { createKey, createKeyFile } from './keys/create-key.ts';
import { type AlgorithmName, algorithms } from './keys/key-pair.ts';
import { removeKey } from './keys/remove-key.ts';
import { switchKey } from './keys/switch-key.ts';
import { createMachine } from './machine.ts';
import { Refusal, ToolFailure } from './refusal.ts';
import type { World } from './world.ts';

export const usage = `npm run deploy       [-- --dry-run]
npm run destroy      [-- --all-data] [--yes] [--dry-run]
npm run keys:create  [-- --algorithm ecdsa|rsa] [--to-file FILE]
npm run keys:switch  [-- --to FINGERPRINT]
npm run keys:remove`;

const flag = { type: 'boolean', default: false } as const;

/** Reads one command's options. @throws Refusal with the usage text for any other */
function optionsOf<T extends NonNullable<Parameters<typeof parseArgs>[0]>['options']>(
  args: string[],
  options: T,
) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

function algorithmOf(text: string): AlgorithmName {
  const known = Object.keys(algorithms).find((name): name is AlgorithmName => name === text);
  if (known) return known;
  throw new Refusal(`--algorithm takes ecdsa or rsa, not "${text}".\n\n${usage}`);
}

function deploymentOf(world: World): Deployment {
  const deployment = readDeployment(world);
  if (!deployment)
    throw new Refusal('There is no deploy.json yet: npm run deploy makes it, and the first key.');
  return deployment;
}

async function create(args: string[], world: World): Promise<number> {
  const options = { algorithm: { type: 'string', default: 'ecdsa' }, 'to-file': { type: 'string' } } as const;
  const values = optionsOf(args, options);
  const algorithm = algorithmOf(values.algorithm);
  if (values['to-file']) createKeyFile(world, values['to-file'], algorithm);
  else await createKey(world, deploymentOf(world).worker, algorithm);
  return 0;
}

async function change(args: string[], world: World): Promise<number> {
  const { to } = optionsOf(args, { to: { type: 'string' } } as const);
  const { worker, stack } = deploymentOf(world);
  await switchKey(world, worker, stack, to);
  return 0;
}

async function remove(args: string[], world: World): Promise<number> {
  optionsOf(args, {});
  await removeKey(world, deploymentOf(world).worker);
  return 0;
}

const commands: Record<string, (args: string[], world: World) => Promise<number>> = {
  deploy: async (args, world) => {
    const values = optionsOf(args, { 'dry-run': flag });
    return deploy(world, { dryRun: values['dry-run'] });
  },
  destroy: async (args, world) => {
    const values = optionsOf(args, { 'all-data': flag, yes: flag, 'dry-run': flag });
    return destroy(world, { allData: values['all-data'], yes: values.yes, dryRun: values['dry-run'] });
  },
  'keys:create': create,
  'keys:switch': change,
  'keys:remove': remove,
};

/** Runs one command. Resolves with the exit code; what a person can put right is said in a sentence, without a stack. */
export async function main([name = '', ...args]: string[], world: World): Promise<number> {
  try {
    const command = commands[name];
    if (!command) throw new Refusal(`There is no command "${name}".\n\n${usage}`);
    return await command(args, world);
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof ToolFailure)) throw error;
    world.say(error.message);
    return 1;
  }
}

if (import.meta.main) {
  process.exitCode = await main(process.argv.slice(2), createMachine(join(import.meta.dirname, '../..')));
}
