import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { catalogTable } from '../../../shared/catalog-table.ts';
import { faultsSchema } from '../faults.ts';
import { createDynamo, type Dynamo } from './dynamodb.ts';

const TableName = 'catalog';
const faults = { current: faultsSchema.parse({}) };
let dataDir: string;
let dynamo: Dynamo;
let client: DynamoDBClient;

/** The official client with the stand-in in place of a network. */
function clientOf({ app }: Dynamo): DynamoDBClient {
  return new DynamoDBClient({
    region: 'eu-west-1',
    endpoint: 'http://aws.test',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: {
      async handle(request: { headers: Record<string, string>; body: string }) {
        const { headers, body } = request;
        const answer = await app.request('http://aws.test/', { method: 'POST', headers, body });
        const response = {
          statusCode: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: Buffer.from(await answer.arrayBuffer()),
        };
        return { response };
      },
    },
  });
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dynamo-'));
  dynamo = createDynamo({ dataDir, faults, random: () => 0.5 });
  client = clientOf(dynamo);
  await dynamo.ensureTable(TableName);
});

beforeEach(() => {
  faults.current = faultsSchema.parse({});
});

afterAll(async () => {
  await dynamo.close();
  await rm(dataDir, { recursive: true, force: true });
});

const text = (S: string) => ({ S });

test('the table has the catalog’s keys and indexes, on demand', async () => {
  await dynamo.ensureTable(TableName);
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  expect(Table?.KeySchema).toEqual([
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ]);
  expect(Table?.TableStatus).toBe('ACTIVE');
  expect(Table?.BillingModeSummary?.BillingMode).toBe('PAY_PER_REQUEST');
  const names = Table?.GlobalSecondaryIndexes?.map((index) => index.IndexName).sort();
  expect(names).toEqual(catalogTable.indexes.map((index) => index.name).sort());
});

test('conditional writes and index queries work through the official client', async () => {
  const Key = { pk: text('ORG#a'), sk: text('VIDEO#1') };
  const Item = { ...Key, changedPk: text('ORG#a'), changedSk: text('2026#1') };
  await client.send(new PutItemCommand({ TableName, Item }));
  const again = new PutItemCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' });
  await expect(client.send(again)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  const update = { UpdateExpression: 'SET #n = :n', ExpressionAttributeNames: { '#n': 'title' } };
  await client.send(
    new UpdateItemCommand({ TableName, Key, ...update, ExpressionAttributeValues: { ':n': text('Shark') } }),
  );
  const { Items } = await client.send(
    new QueryCommand({
      TableName,
      IndexName: 'changed',
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': 'changedPk' },
      ExpressionAttributeValues: { ':pk': text('ORG#a') },
    }),
  );
  expect(Items).toEqual([{ ...Item, title: text('Shark') }]);
});

const get = () => new GetItemCommand({ TableName, Key: { pk: text('x'), sk: text('x') } });

test.each([
  ['throttle 1', { throttle: 1 }, { name: 'ProvisionedThroughputExceededException' }],
  ['throttle above the dice', { throttle: 0.6 }, { name: 'ProvisionedThroughputExceededException' }],
  ['down', { down: true }, { $metadata: { httpStatusCode: 503 } }],
])('%s refuses', async (_, dynamodb, refusal) => {
  faults.current = faultsSchema.parse({ dynamodb });
  await expect(client.send(get())).rejects.toMatchObject(refusal);
});

test('a throttle below the dice and a delay let the call through', async () => {
  faults.current = faultsSchema.parse({ dynamodb: { throttle: 0.4, delayMs: 50 } });
  const startedAt = performance.now();
  await client.send(get());
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(49);
});

test.each([
  ['a transaction', new TransactWriteItemsCommand({ TransactItems: [] })],
  [
    'the old item of a failed condition',
    new PutItemCommand({
      TableName,
      Item: { pk: text('x'), sk: text('x') },
      ConditionExpression: 'attribute_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }),
  ],
])('%s is not done: 501', async (_, command) => {
  const sent = client.send(command as PutItemCommand);
  await expect(sent).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
});

test('what was answered outlives kill -9', async () => {
  const folder = join(dataDir, 'killed');
  const child: ChildProcess = spawn(
    process.execPath,
    [join(import.meta.dirname, 'write-forever.ts'), folder],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let written = 0;
  for await (const line of child.stdout ?? []) {
    written = Number(String(line).trim().split('\n').at(-1));
    if (written >= 200) break;
  }
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(written).toBeGreaterThanOrEqual(200);
  const survivor = createDynamo({ dataDir: folder, faults });
  const last = new GetItemCommand({ TableName, Key: { pk: text('n'), sk: text(String(written)) } });
  expect((await clientOf(survivor).send(last)).Item).toBeDefined();
  await survivor.close();
});
