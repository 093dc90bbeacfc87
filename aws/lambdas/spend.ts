import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Next, SpendItem } from '../../shared/catalog-item.ts';
import { keyOf } from '../../shared/catalog-table.ts';
import type { Context } from './context.ts';
import { updateOf } from './expression.ts';
import type { AttemptRef } from './ids.ts';

type Table = Pick<Context, 'dynamodb' | 'env'>;

/** The month (`yyyy-mm`, UTC) an attempt is counted in: fixed with the attempt, so that everybody agrees on it. */
export const spendMonth = ({ retryAt, claimedAt }: Pick<Next, 'retryAt' | 'claimedAt'>): string =>
  (retryAt ?? claimedAt ?? '').slice(0, 7);

/** The key of the one item that an attempt's cost is kept in. */
export const spendKey = ({ org, videoId, version, attempt }: AttemptRef, month: string) =>
  marshall(keyOf.spend(org, month, videoId, version, attempt));

/** Writes an attempt's cost; the same again changes nothing. */
export async function writeSpend(
  { dynamodb, env }: Table,
  ref: AttemptRef,
  month: string,
  set: Partial<Pick<SpendItem, 'estimatedUsd' | 'actualUsd'>>,
): Promise<void> {
  const input = { TableName: env.TABLE_NAME, Key: spendKey(ref, month), ...updateOf({ set }) };
  await dynamodb.send(new UpdateItemCommand(input));
}

/** Writes what an ended attempt is billed, in US dollars; again with the same amount changes nothing. */
export const settle = (table: Table, ref: AttemptRef, month: string, usd: number): Promise<void> =>
  writeSpend(table, ref, month, { actualUsd: usd });
