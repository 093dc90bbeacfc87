import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { catalogTable } from '../../../shared/catalog-table.ts';
import type { Engine } from './engine.ts';

const keySchema = (partitionKey: string, sortKey: string) => [
  { AttributeName: partitionKey, KeyType: 'HASH' },
  { AttributeName: sortKey, KeyType: 'RANGE' },
];

/** CreateTable's input for the catalog: on demand, every index with all attributes. */
function createTableInput(name: string) {
  const { partitionKey, sortKey, indexes } = catalogTable;
  const names = [partitionKey, sortKey, ...indexes.flatMap((index) => [index.partitionKey, index.sortKey])];
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: names.map((each) => ({ AttributeName: each, AttributeType: 'S' })),
    KeySchema: keySchema(partitionKey, sortKey),
    GlobalSecondaryIndexes: indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index.partitionKey, index.sortKey),
      Projection: { ProjectionType: 'ALL' },
    })),
  };
}

const answerSchema = z.looseObject({
  __type: z.string().default(''),
  Table: z.looseObject({ TableStatus: z.string() }).optional(),
});

async function send(engine: Engine, operation: string, input: Record<string, unknown>) {
  const headers = {
    authorization: 'AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=local',
    'x-amz-date': '20260101T000000Z',
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    'content-type': 'application/x-amz-json-1.0',
  };
  const answer = await engine.call(headers, Buffer.from(JSON.stringify(input)));
  return answerSchema.parse(await answer.json());
}

/** Makes the catalog's table unless it is there and waits until it is ACTIVE. Throws after 5 s. */
export async function ensureTable(engine: Engine, name: string): Promise<void> {
  const created = await send(engine, 'CreateTable', createTableInput(name));
  if (created.__type !== '' && !created.__type.endsWith('#ResourceInUseException'))
    throw new Error(`the table ${name} cannot be made: ${created.__type}`);
  for (let attempt = 0; attempt < 500; attempt++) {
    const { Table } = await send(engine, 'DescribeTable', { TableName: name });
    if (Table?.TableStatus === 'ACTIVE') return;
    await sleep(10);
  }
  throw new Error(`the table ${name} does not become ACTIVE`);
}
