import * as z from 'zod';
import { createAws } from '../aws-cli.ts';
import type { Deployment } from '../deployment.ts';
import { Refusal } from '../refusal.ts';
import type { Step } from '../step.ts';
import { deleteAccessKeys } from '../steps/access-key.ts';
import { ownTag } from '../steps/certificate.ts';
import { mailRegion } from '../steps/mail.ts';
import { findStores, forgetStores, isStateful, rememberStores } from './data.ts';
import { deleteStore, release } from './stores.ts';

const never = async () => false;

/** First nobody comes in any more: no sign-in, no upload. */
export const removeWorker = ({ worker }: Deployment): Step => ({
  name: 'Worker',
  plan: () => [
    `deletes the Worker ${worker.name}, its host name and its secrets (the signing keys among them)`,
  ],
  done: async () => (await worker.secretNames()) === null,
  async run() {
    await worker.remove();
    return undefined;
  },
});

const jobsSchema = z.object({ Jobs: z.array(z.object({ Id: z.string() })).default([]) });

/** MediaConvert keeps a queue that still has work, and bills it. */
export const cancelJobs = ({ aws, stack }: Deployment): Step => ({
  name: 'Running jobs',
  plan: () => ['cancels MediaConvert jobs of the deployment’s own queue that wait or run'],
  done: never,
  async run() {
    const resources = await stack.resources();
    for (const { id } of resources.filter(({ type }) => type === 'AWS::MediaConvert::Queue'))
      for (const status of ['SUBMITTED', 'PROGRESSING']) {
        const found = await aws.find('mediaconvert', 'list-jobs', '--queue', id, '--status', status);
        for (const job of found ? jobsSchema.parse(found).Jobs : [])
          await aws.find('mediaconvert', 'cancel-job', '--id', job.Id);
      }
    return undefined;
  },
});

/** CloudFormation does not delete a user that has keys it did not make. */
export const removeAccessKeys = ({ aws, stack }: Deployment): Step => ({
  name: 'Access keys',
  plan: () => ['deletes access keys of the Worker’s IAM user, where static keys were chosen'],
  done: never,
  async run() {
    const users = (await stack.resources()).filter(({ type }) => type === 'AWS::IAM::User');
    for (const { id } of users) await deleteAccessKeys({ aws }, id);
    return undefined;
  },
});

const templateSchema = z.object({
  TemplateBody: z.union([z.string().transform((text): unknown => JSON.parse(text)), z.unknown()]).pipe(
    z.object({
      Resources: z.record(z.string(), z.object({ Type: z.string(), DeletionPolicy: z.string().optional() })),
    }),
  ),
});

/** Data stays only if the stack that is *deployed* says so, whatever deploy.json says now. */
export const assertKept = ({ aws, stack }: Deployment): Step => ({
  name: 'Data',
  plan: () => ['makes sure that the stack, as it was deployed, leaves buckets, table and user pool behind'],
  done: never,
  async run() {
    const found = await aws.find('cloudformation', 'get-template', '--stack-name', stack.name);
    const resources = found ? templateSchema.parse(found).TemplateBody.Resources : {};
    const lost = Object.entries(resources).filter(
      ([, { Type, DeletionPolicy }]) => isStateful(Type) && !DeletionPolicy?.startsWith('Retain'),
    );
    if (lost.length === 0) return undefined;
    throw new Refusal(
      `The stack was deployed with "keepData": false and would take its data along (${lost.map(([name]) => name).join(', ')}). Set "keepData" to true and run npm run deploy first, or say --all-data.`,
    );
  },
});

export const remember = (deployment: Deployment): Step => ({
  name: 'Note',
  plan: () => ['writes what has data in it to deploy.kept.json: once the stack is gone nothing else knows'],
  done: never,
  async run() {
    rememberStores(deployment, await findStores(deployment));
    return undefined;
  },
});

export const releaseData = (deployment: Deployment): Step => ({
  name: 'Empty',
  plan: () => ['empties the buckets; takes deletion protection off table and user pool'],
  done: never,
  async run() {
    for (const store of await findStores(deployment)) await release(deployment.aws, store);
    return undefined;
  },
});

export const deleteStack = ({ aws, stack, settings }: Deployment): Step => ({
  name: 'AWS core',
  plan: () => [
    `deletes the stack ${stack.name} in ${settings.region}: handlers, rules, queue, CloudFront, app clients, roles, alarms`,
    'takes some minutes, most of it CloudFront',
  ],
  done: async () => (await stack.outputs()) === null,
  async run() {
    await aws.call('cloudformation', 'delete-stack', '--stack-name', stack.name);
    await aws.call('cloudformation', 'wait', 'stack-delete-complete', '--stack-name', stack.name);
    return undefined;
  },
});

export const deleteData = (deployment: Deployment): Step => ({
  name: 'Data',
  plan: () => [
    'deletes buckets, table and user pool for good, with every video and everybody’s account',
    'those that an earlier npm run destroy left (deploy.kept.json) as well',
  ],
  done: never,
  async run() {
    for (const store of await findStores(deployment)) await deleteStore(deployment.aws, store);
    forgetStores(deployment.world);
    return undefined;
  },
});

const tagsSchema = z.object({ Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]) });

const isOurs = (found: unknown, stackName: string) =>
  found !== null &&
  tagsSchema.parse(found).Tags.some(({ Key, Value }) => Key === ownTag && Value === stackName);

/** A certificate that was there before belongs to somebody. */
export const deleteCertificate = ({ certificates, certificateArn, settings }: Deployment): Step => ({
  name: 'Certificate',
  plan: () => ['deletes the media host’s certificate, if npm run deploy asked for it'],
  done: async () => certificateArn === null,
  async run() {
    if (!certificateArn) return undefined;
    const which = ['--certificate-arn', certificateArn];
    const tags = await certificates.find('acm', 'list-tags-for-certificate', ...which);
    if (isOurs(tags, settings.stackName)) await certificates.find('acm', 'delete-certificate', ...which);
    return undefined;
  },
});

export function deleteMailIdentity({ world, settings }: Deployment): Step {
  const { mail } = settings;
  return {
    name: 'Mail domain',
    plan: () => ['deletes the SES identity, if npm run deploy made it'],
    done: async () => mail === undefined,
    async run() {
      if (!mail) return undefined;
      const ses = createAws(world, mailRegion(mail, settings));
      const which = ['--email-identity', mail.identityDomain];
      const found = await ses.find('sesv2', 'get-email-identity', ...which);
      if (isOurs(found, settings.stackName)) await ses.find('sesv2', 'delete-email-identity', ...which);
      return undefined;
    },
  };
}
