import { QueryCommand, type QueryCommandInput, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Context } from './context.ts';

type Query = Pick<QueryCommandInput, 'IndexName' | 'KeyConditionExpression' | 'Limit' | 'ConsistentRead'> & {
  names: Record<string, string>;
  values: Record<string, unknown>;
};

/** The items of a query one after the other, page by page as they are taken. */
export async function* query(
  { dynamodb, env }: Pick<Context, 'dynamodb' | 'env'>,
  { names, values, ...more }: Query,
): AsyncGenerator<Record<string, unknown>> {
  let ExclusiveStartKey: QueryCommandOutput['LastEvaluatedKey'];
  do {
    const page: QueryCommandOutput = await dynamodb.send(
      new QueryCommand({
        TableName: env.TABLE_NAME,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: marshall(values),
        ...more,
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      }),
    );
    for (const item of page.Items ?? []) yield unmarshall(item);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
}

/** All items under one partition key, read consistently. */
export const queryAll = (table: Pick<Context, 'dynamodb' | 'env'>, pk: string) =>
  query(table, {
    KeyConditionExpression: '#pk = :pk',
    names: { '#pk': 'pk' },
    values: { ':pk': pk },
    ConsistentRead: true,
  });
