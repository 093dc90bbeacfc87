import { DeleteItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type Next, spendItemSchema } from '../../shared/catalog-item.ts';
import { keyOf } from '../../shared/catalog-table.ts';
import { usdOf } from '../../shared/spend.ts';
import { held } from './catalog.ts';
import type { Context } from './context.ts';
import { absent, conditionOf, updateOf } from './expression.ts';
import type { AttemptRef } from './ids.ts';

type Table = Pick<Context, 'dynamodb' | 'env'>;

const keyFor = ({ org, videoId, version, attempt }: AttemptRef, month: string) =>
  marshall(keyOf.spend(org, month, videoId, version, attempt));

/** The month (`yyyy-mm`, UTC) an attempt is counted in: fixed with the attempt, so that everybody agrees on it. */
export const spendMonth = ({ retryAt, claimedAt }: Pick<Next, 'retryAt' | 'claimedAt'>): string =>
  (retryAt ?? claimedAt ?? '').slice(0, 7);

async function write({ dynamodb, env }: Table, ref: AttemptRef, month: string, set: Record<string, number>) {
  const TableName = env.TABLE_NAME;
  await dynamodb.send(new UpdateItemCommand({ TableName, Key: keyFor(ref, month), ...updateOf({ set }) }));
}

/** What a month's attempts cost together, in US dollars, read consistently: what was billed, else the estimate. */
export async function spentUsd({ dynamodb, env }: Table, org: string, month: string): Promise<number> {
  const { pk } = keyOf.spend(org, month, '', '', 0);
  let total = 0;
  let ExclusiveStartKey: Record<string, never> | undefined;
  do {
    const page = await dynamodb.send(
      new QueryCommand({
        TableName: env.TABLE_NAME,
        KeyConditionExpression: '#pk = :pk',
        ExpressionAttributeNames: { '#pk': 'pk' },
        ExpressionAttributeValues: marshall({ ':pk': pk }),
        ConsistentRead: true,
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      }),
    );
    for (const item of page.Items ?? []) total += usdOf(spendItemSchema.parse(unmarshall(item)));
    ExclusiveStartKey = page.LastEvaluatedKey as Record<string, never> | undefined;
  } while (ExclusiveStartKey);
  return total;
}

/** Takes an estimate back for which no job was made. */
export async function withdraw({ dynamodb, env }: Table, ref: AttemptRef, month: string): Promise<void> {
  const TableName = env.TABLE_NAME;
  const input = { TableName, Key: keyFor(ref, month), ...conditionOf(absent('actualUsd')) };
  await held(dynamodb.send(new DeleteItemCommand(input)));
}

/**
 * Counts an attempt's estimate (US dollars) before its job is asked for. False when the month's cap is passed by it: then
 * it is taken back. Two attempts that together pass the cap may both be refused; never are both let through, because
 * each sums after it has written its own.
 */
export async function reserve(table: Table, ref: AttemptRef, month: string, usd: number): Promise<boolean> {
  await write(table, ref, month, { estimatedUsd: usd });
  const cap = table.env.MONTHLY_CAP_USD;
  if (cap === undefined || (await spentUsd(table, ref.org, month)) <= Number(cap)) return true;
  await withdraw(table, ref, month);
  return false;
}

/** Writes what an ended attempt is billed, in US dollars; again with the same amount changes nothing. */
export const settle = (table: Table, ref: AttemptRef, month: string, usd: number): Promise<void> =>
  write(table, ref, month, { actualUsd: usd });
