import * as z from 'zod';
import type { Deployment } from '../deployment.ts';
import { ToolFailure } from '../refusal.ts';
import type { Step } from '../step.ts';

const madeSchema = z.object({
  AccessKey: z.object({ AccessKeyId: z.string(), SecretAccessKey: z.string() }),
});
const listSchema = z.object({ AccessKeyMetadata: z.array(z.object({ AccessKeyId: z.string() })) });

const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;

/** Ids of a user's access keys; empty when there is no such user. */
export async function accessKeysOf({ aws }: Pick<Deployment, 'aws'>, user: string): Promise<string[]> {
  const found = await aws.find('iam', 'list-access-keys', '--user-name', user);
  return found ? listSchema.parse(found).AccessKeyMetadata.map(({ AccessKeyId }) => AccessKeyId) : [];
}

export async function deleteAccessKeys({ aws }: Pick<Deployment, 'aws'>, user: string): Promise<void> {
  for (const id of await accessKeysOf({ aws }, user))
    await aws.call('iam', 'delete-access-key', '--user-name', user, '--access-key-id', id);
}

async function userOf({ stack }: Deployment): Promise<string> {
  const user = (await stack.outputs())?.['WorkerUser'];
  if (!user) throw new ToolFailure('the stack has no user for the Worker');
  return user;
}

/**
 * The access key of the Worker's own user, where static keys are chosen. It goes from AWS's answer to the Worker's
 * secrets and is kept nowhere. A key of that user that the Worker does not hold is of no use to anybody and is deleted.
 */
export function makeAccessKey(deployment: Deployment): Step {
  const { aws, worker } = deployment;
  return {
    name: 'Access key of the Worker',
    plan: () => [
      'makes an access key for the Worker’s IAM user, once, and gives it to the Worker as secrets',
    ],
    async done() {
      const held = (await worker.secretNames()) ?? [];
      if (!names.every((name) => held.includes(name))) return false;
      return (await accessKeysOf(deployment, await userOf(deployment))).length > 0;
    },
    async run() {
      const user = await userOf(deployment);
      await deleteAccessKeys(deployment, user);
      const made = madeSchema.parse(
        await aws.call('iam', 'create-access-key', '--user-name', user),
      ).AccessKey;
      await worker.putSecrets({
        AWS_ACCESS_KEY_ID: made.AccessKeyId,
        AWS_SECRET_ACCESS_KEY: made.SecretAccessKey,
      });
      return undefined;
    },
  };
}

/**
 * Ends the key of former times where none is wanted any more: CloudFormation would leave a user behind whose key it did
 * not make, and the key would go on opening everything. Until its role is in its settings the Worker is shut out of AWS.
 */
export function dropAccessKey(deployment: Deployment): Step {
  const { worker, stack } = deployment;
  const formerUser = async () => (await stack.outputs())?.['WorkerUser'];
  const isHeld = async () => {
    const held = (await worker.secretNames()) ?? [];
    return names.some((name) => held.includes(name));
  };
  return {
    name: 'Former access key',
    plan: () => ['if static keys were chosen before: deletes them, at AWS and among the Worker’s secrets'],
    done: async () => !(await isHeld()) && (await formerUser()) === undefined,
    async run() {
      const user = await formerUser();
      if (user) await deleteAccessKeys(deployment, user);
      if (await isHeld()) await worker.putSecrets({ AWS_ACCESS_KEY_ID: null, AWS_SECRET_ACCESS_KEY: null });
      return undefined;
    },
  };
}
