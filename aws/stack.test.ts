import { Validations } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { envSchema } from '../edge/src/env.ts';
import { commandOutputs, keyPairIdOf, outputNameOf, workerVarsOf } from './outputs.ts';
import { allowed, statementsIn, synthesize, testKey } from './testing/synth.ts';

const reasonsSchema = z.record(z.string(), z.string());
const { template, stack } = synthesize();
const json: unknown = template.toJSON();
const text = JSON.stringify(json);
const statements = statementsIn(json);

test('nothing is public: no statement is for everybody, no bucket takes one that is', () => {
  const everybody = /"\*"/;
  const open = statements.filter(
    ({ Effect, Principal }) => Effect === 'Allow' && everybody.test(JSON.stringify(Principal) ?? ''),
  );
  expect(open).toEqual([]);
  template.resourceCountIs('AWS::S3::Bucket', 3);
  template.allResourcesProperties('AWS::S3::Bucket', {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  });
});

test('no action is a wildcard', () => {
  const wild = statements.filter(({ Effect, Action }) => Effect === 'Allow' && Action.join().includes('*'));
  expect(wild).toEqual([]);
});

test('only actions that know no resource are allowed on all', () => {
  expect(allowed(statements).filter((line) => line.endsWith(' *'))).toEqual([
    ...['mediaconvert:Probe *', 'mediaconvert:Probe *'],
    ...['mediaconvert:SearchJobs *', 'mediaconvert:SearchJobs *'],
  ]);
});

test('no secret is in the template', () => {
  expect(text).not.toMatch(/PRIVATE KEY|AKIA|SecretAccessKey|ClientSecret"|resolve:secretsmanager|NoEcho/);
  for (const type of ['AWS::IAM::AccessKey', 'AWS::SecretsManager::Secret'])
    template.resourceCountIs(type, 0);
});

test('the three handlers are all the code there is', () => {
  template.resourceCountIs('AWS::Lambda::Function', 3);
  expect(
    Object.values(template.toJSON()['Resources'] as Record<string, { Type: string }>),
  ).not.toContainEqual(expect.objectContaining({ Type: expect.stringMatching(/^Custom::|CustomResource/) }));
});

test('queues and buckets refuse what comes unencrypted', () => {
  const resources = Object.values(template.toJSON()['Resources'] as Record<string, { Type: string }>);
  for (const type of ['AWS::SQS::QueuePolicy', 'AWS::S3::BucketPolicy', 'AWS::SNS::TopicPolicy']) {
    const policies = resources.filter((resource) => resource.Type === type);
    expect(policies).not.toEqual([]);
    for (const policy of policies)
      expect(statementsIn(policy)).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
  }
});

test('what keeps data outlives the stack, unless it is told not to', () => {
  const stateful = ['AWS::S3::Bucket', 'AWS::DynamoDB::GlobalTable', 'AWS::Cognito::UserPool'];
  for (const [keepData, policy] of [
    [true, 'Retain'],
    [false, 'Delete'],
  ] as const)
    for (const type of stateful)
      synthesize({ settings: { keepData } }).template.allResources(type, {
        DeletionPolicy: policy,
        UpdateReplacePolicy: policy,
      });
});

/** What does not come from the stack: secrets, the command's own, and what is only said on one machine. */
const fromElsewhere = [
  'VERSION',
  'AWS_ENDPOINT_URL',
  'ISSUER_PRIVATE_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'KEY_PAIR_ID',
  'SIGNING_PRIVATE_KEY',
  'SIGNING_HASH',
  'SESSION_SECRET',
];

test('the outputs carry every var of the Worker, called as they are', () => {
  const vars = Object.keys(envSchema.shape).filter((name) => !fromElsewhere.includes(name));
  const told = Object.keys(template.findOutputs('*')).filter(
    (name) => !commandOutputs.some((own) => own === name),
  );
  expect(told.sort()).toEqual(vars.map(outputNameOf).sort());
});

test('outputs become vars again, and tell the id of each key', () => {
  const outputs = {
    TableName: 'table',
    WebClientId: 'web',
    KeyPairIds: '{"aa":"K1","bb":"K2"}',
    LogsBucket: 'l',
  };
  expect(workerVarsOf(outputs)).toEqual({ TABLE_NAME: 'table', WEB_CLIENT_ID: 'web' });
  expect(keyPairIdOf(outputs, 'bb')).toBe('K2');
  expect(() => keyPairIdOf(outputs, 'cc')).toThrow('does not trust');
});

test('a public key is named by its fingerprint; without any there is nothing to deploy', () => {
  expect(text).toContain(testKey.fingerprint);
  expect(() => synthesize({ signingKeys: [] })).toThrow('public key');
});

const acknowledged = stack.node.findAll().flatMap((construct) =>
  construct.node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(reasonsSchema.parse(data)))
    .map(([id, reason]) => ({ construct, id, reason })),
);

test('every finding that is accepted is one, on one construct, for a reason', () => {
  expect(acknowledged.length).toBeGreaterThan(0);
  for (const { construct, id, reason } of acknowledged) {
    expect(construct).not.toBe(stack);
    expect(reason.length, id).toBeGreaterThan(20);
    if (id.includes('IAM5')) expect(id).toMatch(/\[Resource::.+\]$/);
    else expect(id).toMatch(/^(AwsSolutions|Serverless|Annotation)\W*[@\w:/-]+$/);
  }
});
