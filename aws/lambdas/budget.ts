import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { keyOf } from '../../shared/catalog-table.ts';
import { sumUsd } from '../../shared/spend.ts';
import { held } from './catalog.ts';
import type { Context } from './context.ts';
import { absent, conditionOf } from './expression.ts';
import type { AttemptRef } from './ids.ts';
import { queryAll } from './query.ts';
import { spendKey, writeSpend } from './spend.ts';

type Table = Pick<Context, 'dynamodb' | 'env'>;

/** What a month's attempts cost together, in US dollars, read consistently: what was billed, else the estimate. */
export const spentUsd = (table: Table, org: string, month: string): Promise<number> =>
  sumUsd(queryAll(table, keyOf.spend(org, month, '', '', 0).pk));

/** Takes an estimate back for which no job was made. */
export async function withdraw({ dynamodb, env }: Table, ref: AttemptRef, month: string): Promise<void> {
  const TableName = env.TABLE_NAME;
  const input = { TableName, Key: spendKey(ref, month), ...conditionOf(absent('actualUsd')) };
  await held(dynamodb.send(new DeleteItemCommand(input)));
}

/**
 * Counts an attempt's estimate (US dollars) before its job is asked for. False when the month's cap is passed by it: then
 * it is taken back. Two attempts that together pass the cap may both be refused; never are both let through, because
 * each sums after it has written its own.
 */
export async function reserve(table: Table, ref: AttemptRef, month: string, usd: number): Promise<boolean> {
  await writeSpend(table, ref, month, { estimatedUsd: usd });
  const cap = table.env.MONTHLY_CAP_USD;
  if (cap === undefined || (await spentUsd(table, ref.org, month)) <= Number(cap)) return true;
  await withdraw(table, ref, month);
  return false;
}
