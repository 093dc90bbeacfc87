import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { root, statementsIn, synthesize } from '../testing/synth.ts';

/**
 * Every command of the SDK that a handler sends, and the actions that IAM asks for it, which do not always have the same
 * name (docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html).
 */
const actionsOf: Record<string, string[]> = {
  GetItemCommand: ['dynamodb:GetItem'],
  PutItemCommand: ['dynamodb:PutItem'],
  UpdateItemCommand: ['dynamodb:UpdateItem'],
  DeleteItemCommand: ['dynamodb:DeleteItem'],
  QueryCommand: ['dynamodb:Query'],
  GetObjectCommand: ['s3:GetObject'],
  HeadObjectCommand: ['s3:GetObject', 's3:ListBucket'],
  ListObjectsV2Command: ['s3:ListBucket'],
  PutObjectCommand: ['s3:PutObject'],
  CopyObjectCommand: ['s3:GetObject', 's3:PutObject'],
  DeleteObjectCommand: ['s3:DeleteObject'],
  DeleteObjectsCommand: ['s3:DeleteObject'],
  ListPartsCommand: ['s3:ListMultipartUploadParts'],
  AbortMultipartUploadCommand: ['s3:AbortMultipartUpload'],
  ProbeCommand: ['mediaconvert:Probe'],
  SearchJobsCommand: ['mediaconvert:SearchJobs'],
  GetJobCommand: ['mediaconvert:GetJob'],
  CancelJobCommand: ['mediaconvert:CancelJob'],
  CreateJobCommand: ['mediaconvert:CreateJob', 'mediaconvert:TagResource', 'iam:PassRole'],
};

/** A file and all of ours that it imports, however far. */
function sourcesOf(path: string, seen = new Map<string, string>()): Map<string, string> {
  if (seen.has(path)) return seen;
  const text = readFileSync(path, 'utf8');
  seen.set(path, text);
  for (const [, target = ''] of text.matchAll(/from '(\.[^']+)'/g))
    sourcesOf(resolve(dirname(path), target), seen);
  return seen;
}

const policies = Object.entries(synthesize().template.findResources('AWS::IAM::Policy'));

/** What a handler's role may do, but for its log and its queue of failures. */
const allowedTo = (id: string) =>
  policies
    .filter(([name]) => name.startsWith(`Transcoding${id}Role`))
    .flatMap(([, policy]) => statementsIn(policy).flatMap(({ Action }) => Action))
    .filter((action) => !/^(logs|sqs):/.test(action));

test.each([
  ['submit-job', 'SubmitJob'],
  ['record-job', 'RecordJob'],
  ['sweep', 'Sweep'],
])('what %s sends is what its role allows, no more and no less', (file, id) => {
  const sources = [...sourcesOf(join(root, `aws/lambdas/${file}.lambda.ts`)).values()].join('\n');
  const commands = [...sources.matchAll(/new (\w+Command)\(/g)].map(([, name = '']) => name);
  const needed = commands.flatMap((name) => actionsOf[name] ?? [`${name} has no action in the table`]);
  expect([...new Set(allowedTo(id))].sort()).toEqual([...new Set(needed)].sort());
});
