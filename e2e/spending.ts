import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { keyOf } from '../shared/catalog-table.ts';
import { monthOf } from '../shared/spend.ts';
import type { State } from './shark.ts';

/** Makes this month have cost so many US dollars more than what was really made; null takes that away again. */
export async function spendBesides(state: State, actualUsd: number | null): Promise<void> {
  const { accessKeyId, secretAccessKey, region, aws, table, org } = state;
  const credentials = { accessKeyId, secretAccessKey };
  const dynamodb = new DynamoDBClient({ endpoint: aws, region, credentials });
  const key = keyOf.spend(org, monthOf(Date.now()), 'others', 'others', 1);
  if (actualUsd === null)
    await dynamodb.send(new DeleteItemCommand({ TableName: table, Key: marshall(key) }));
  else await dynamodb.send(new PutItemCommand({ TableName: table, Item: marshall({ ...key, actualUsd }) }));
}
