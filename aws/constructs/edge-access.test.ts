import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { workerIdentity } from '../../shared/worker-identity.ts';
import { allowed, root, statementsIn, synthesize } from '../testing/synth.ts';
import { edgeActions } from './edge-actions.ts';

const source = join(root, 'edge/src');
const isShipped = (name: string) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|(^|\/)testing\.tsx?$/.test(name);

/** Every command that the Worker's own source makes. */
const sent = new Set(
  readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter(isShipped)
    .flatMap((name) => [...readFileSync(join(source, name), 'utf8').matchAll(/\bnew\s+(\w+Command)\b/g)])
    .map(([, command = '']) => command),
);

const { template } = synthesize();
const policyOf = (one: typeof template) =>
  allowed(Object.values(one.findResources('AWS::IAM::ManagedPolicy')).flatMap(statementsIn));

test('the table names every command the Worker sends, and no other', () => {
  expect([...sent].sort()).toEqual(Object.keys(edgeActions).sort());
});

test('the policy allows every action of a command that is sent, and no other', () => {
  const needed = [...sent].flatMap((command) => (edgeActions[command] ?? []).map(({ action }) => action));
  const given = policyOf(template).map((line) => line.split(' ')[0]);
  expect([...new Set(given)].sort()).toEqual([...new Set(needed)].sort());
});

test('each action is allowed on exactly what it is done to', () => {
  const pool = [
    'AdminAddUserToGroup',
    'AdminCreateUser',
    'AdminDisableUser',
    'AdminEnableUser',
    'AdminGetUser',
    'AdminListGroupsForUser',
    'AdminUserGlobalSignOut',
    'ListUsers',
  ];
  expect(policyOf(template)).toEqual(
    [
      ...pool.map((action) => `cognito-idp:${action} <IdentityPool.Arn>`),
      ...['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map(
        (action) => `dynamodb:${action} <CatalogTable.Arn>`,
      ),
      'dynamodb:Query <CatalogTable.Arn>/index/due',
      'dynamodb:Query <CatalogTable.Arn>/index/changed',
      'dynamodb:Query <CatalogTable.Arn>/index/published',
      's3:AbortMultipartUpload <BucketsUploads.Arn>/uploads/shark/*',
      's3:DeleteObject <BucketsMedia.Arn>/shark/i/*',
      's3:GetObject <BucketsMedia.Arn>/shark/v/*',
      's3:GetObject <BucketsUploads.Arn>/uploads/shark/*',
      's3:ListBucket <BucketsMedia.Arn>',
      's3:ListBucket <BucketsUploads.Arn>',
      's3:ListMultipartUploadParts <BucketsUploads.Arn>/uploads/shark/*',
      's3:PutObject <BucketsMedia.Arn>/shark/i/*',
      's3:PutObject <BucketsMedia.Arn>/shark/v/*/captions/*',
      's3:PutObject <BucketsMedia.Arn>/shark/v/*/posters/*',
      's3:PutObject <BucketsUploads.Arn>/uploads/shark/*',
    ].sort(),
  );
});

test('the role is for the one subject that the app’s origin signs for AWS', () => {
  template.hasResourceProperties('AWS::IAM::OIDCProvider', {
    Url: 'https://app.video.example.com',
    ClientIdList: [workerIdentity.audience],
  });
  template.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Action: 'sts:AssumeRoleWithWebIdentity',
          Effect: 'Allow',
          Principal: { Federated: Match.anyValue() },
          Condition: {
            StringEquals: {
              'app.video.example.com:aud': workerIdentity.audience,
              'app.video.example.com:sub': workerIdentity.subject,
            },
          },
        },
      ],
    },
  });
  template.resourceCountIs('AWS::IAM::User', 0);
});

test('with static keys a user may do the same, and its key is in no template', () => {
  const { template: fallback } = synthesize({ settings: { workerAccess: 'static-keys' } });
  expect(policyOf(fallback)).toEqual(policyOf(template));
  fallback.resourceCountIs('AWS::IAM::User', 1);
  fallback.resourceCountIs('AWS::IAM::AccessKey', 0);
  fallback.resourceCountIs('AWS::IAM::OIDCProvider', 0);
  expect(Object.keys(fallback.findOutputs('*'))).toContain('WorkerUser');
  expect(Object.keys(fallback.findOutputs('*'))).not.toContain('RoleArn');
});
