import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Deployment } from '../deployment.ts';
import type { World } from '../world.ts';

/** What holds data and outlives its stack: `id` is a bucket's or table's name, a user pool's id. */
const storeSchema = z.strictObject({ kind: z.enum(['bucket', 'table', 'userPool']), id: z.string() });
export type Store = z.infer<typeof storeSchema>;

const kinds: Record<string, Store['kind']> = {
  'AWS::S3::Bucket': 'bucket',
  'AWS::DynamoDB::Table': 'table',
  'AWS::DynamoDB::GlobalTable': 'table',
  'AWS::Cognito::UserPool': 'userPool',
};

export const isStateful = (type: string) => type in kinds;

const keptFile = (root: string) => join(root, 'deploy.kept.json');
const keptSchema = z.strictObject({
  region: z.string(),
  stackName: z.string(),
  stores: z.array(storeSchema),
});

function readKept({ world, settings }: Deployment): Store[] {
  if (!existsSync(keptFile(world.root))) return [];
  const kept = keptSchema.parse(JSON.parse(readFileSync(keptFile(world.root), 'utf8')));
  return kept.region === settings.region && kept.stackName === settings.stackName ? kept.stores : [];
}

/** Everything with data in it: of the stack that is deployed, and what earlier ones left. */
export async function findStores(deployment: Deployment): Promise<Store[]> {
  const resources = await deployment.stack.resources();
  const ofStack = resources.flatMap(({ type, id }) => {
    const kind = kinds[type];
    return kind ? [{ kind, id }] : [];
  });
  const known = new Set(ofStack.map(({ id }) => id));
  return [...ofStack, ...readKept(deployment).filter(({ id }) => !known.has(id))];
}

/** Once the stack is gone nobody else knows what it left: deploy.kept.json does. */
export function rememberStores({ world, settings }: Deployment, stores: Store[]): void {
  const { region, stackName } = settings;
  writeFileSync(keptFile(world.root), `${JSON.stringify({ region, stackName, stores }, null, 2)}\n`);
}

export const forgetStores = ({ root }: World) => rmSync(keptFile(root), { force: true });
