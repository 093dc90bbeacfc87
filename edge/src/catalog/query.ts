import { QueryCommand, type QueryCommandInput, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Services } from '../services.ts';

type Query = Pick<
  QueryCommandInput,
  'IndexName' | 'KeyConditionExpression' | 'FilterExpression' | 'ConsistentRead'
> & { names: Record<string, string>; values: Record<string, unknown> };

/** The items of a query one after the other, page by page as they are taken. */
export async function* queryItems(
  { dynamodb, settings }: Pick<Services, 'dynamodb' | 'settings'>,
  { names, values, ...more }: Query,
): AsyncGenerator<Record<string, unknown>> {
  let ExclusiveStartKey: QueryCommandOutput['LastEvaluatedKey'];
  do {
    const page: QueryCommandOutput = await dynamodb.send(
      new QueryCommand({
        TableName: settings.TABLE_NAME,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: marshall(values),
        ...more,
        ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
      }),
    );
    for (const item of page.Items ?? []) yield unmarshall(item);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
}
