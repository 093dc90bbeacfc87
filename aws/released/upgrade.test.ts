import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { synthesize } from '../testing/synth.ts';
import { readReplacing } from './replacing.ts';
import { statefulTypes, type Template, templateSchema, upgradeFaults } from './upgrade.ts';

const replacing = readReplacing();
const released = templateSchema.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, 'template.json'), 'utf8')),
);

test('an upgrade from what was released loses nothing', () => {
  const now = templateSchema.parse(synthesize().template.toJSON());
  expect(upgradeFaults(released, now, replacing)).toEqual([]);
});

test('what was released has everything that can be lost', () => {
  const types = Object.values(released.Resources).map(({ Type }) => Type);
  expect(types).toEqual(expect.arrayContaining(statefulTypes));
});

const idOf = (type: string) => {
  const id = Object.entries(released.Resources).find(([, { Type }]) => Type === type)?.[0];
  if (!id) throw new Error(`nothing released is a ${type}`);
  return id;
};
const table = idOf('AWS::DynamoDB::GlobalTable');
const bucket = idOf('AWS::S3::Bucket');
const pool = idOf('AWS::Cognito::UserPool');
const distribution = idOf('AWS::CloudFront::Distribution');

type Change = (resources: Template['Resources'], resource: Template['Resources'][string]) => void;

test.each<[string, string, Change, RegExp]>([
  [
    'a bucket under another logical id',
    bucket,
    (all, one) => {
      all['Other'] = one;
      delete all[bucket];
    },
    /is gone$/,
  ],
  [
    'a distribution removed',
    distribution,
    (all) => {
      delete all[distribution];
    },
    /is gone$/,
  ],
  [
    'a table of another type',
    table,
    (_, one) => {
      one.Type = 'AWS::DynamoDB::Table';
    },
    /was .* and is/,
  ],
  [
    'a table that gets a name',
    table,
    (_, one) => {
      one.Properties['TableName'] = 'videos';
    },
    /changes TableName$/,
  ],
  [
    'a table with other keys',
    table,
    (_, one) => {
      one.Properties['KeySchema'] = [];
    },
    /changes KeySchema$/,
  ],
  [
    'a bucket that gets a name',
    bucket,
    (_, one) => {
      one.Properties['BucketName'] = 'a';
    },
    /changes BucketName$/,
  ],
  [
    'a pool with other user names',
    pool,
    (_, one) => {
      one.Properties['UsernameAttributes'] = [];
    },
    /UsernameAttributes$/,
  ],
  [
    'a pool that goes with the stack',
    pool,
    (_, one) => {
      one.DeletionPolicy = 'Delete';
    },
    /no longer retained$/,
  ],
  [
    'a table that goes when replaced',
    table,
    (_, one) => {
      delete one.UpdateReplacePolicy;
    },
    /no longer retained$/,
  ],
])('%s would not go unnoticed', (_, id, change, fault) => {
  const now = structuredClone(released);
  const resource = now.Resources[id];
  if (!resource) throw new Error(`no ${id}`);
  change(now.Resources, resource);
  expect(upgradeFaults(released, now, replacing)).toEqual([expect.stringMatching(fault)]);
});

test('what is new or can change is let through', () => {
  const now = structuredClone(released);
  now.Resources['Another'] = { Type: 'AWS::S3::Bucket', Properties: {} };
  const resource = now.Resources[bucket];
  if (resource) resource.Properties['Tags'] = [{ Key: 'a', Value: 'b' }];
  expect(upgradeFaults(released, now, replacing)).toEqual([]);
});
