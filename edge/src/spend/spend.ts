import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { spendItemSchema } from '../../../shared/catalog-item.ts';
import { keyOf } from '../../../shared/catalog-table.ts';
import { AppError } from '../../../shared/errors.ts';
import { monthOf, type Spend, usdOf } from '../../../shared/spend.ts';
import type { Services } from '../services.ts';

/** What encoding has cost an organisation this month (UTC), and what it may cost. */
export async function spendOf({ dynamodb, settings, clock }: Services, org: string): Promise<Spend> {
  const month = monthOf(clock.now());
  let spentUsd = 0;
  let ExclusiveStartKey: QueryCommandOutput['LastEvaluatedKey'];
  do {
    const page: QueryCommandOutput = await dynamodb.send(
      new QueryCommand({
        TableName: settings.TABLE_NAME,
        KeyConditionExpression: '#pk = :pk',
        ExpressionAttributeNames: { '#pk': 'pk' },
        ExpressionAttributeValues: marshall({ ':pk': keyOf.spend(org, month, '', '', 0).pk }),
        ConsistentRead: true,
        ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
      }),
    );
    for (const item of page.Items ?? []) spentUsd += usdOf(spendItemSchema.parse(unmarshall(item)));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return { month, spentUsd, capUsd: settings.MONTHLY_CAP_USD ?? null };
}

const usd = (amount: number) => `$${amount.toFixed(2)}`;

/**
 * Throws `budget_exceeded` once this month's encoding has reached the cap. What one more video would cost is known only
 * after it was looked at: the pipeline holds it to the cap then.
 */
export async function assertWithinCap(services: Services, org: string): Promise<void> {
  if (services.settings.MONTHLY_CAP_USD === undefined) return;
  const { spentUsd, capUsd } = await spendOf(services, org);
  if (capUsd === null || spentUsd < capUsd) return;
  throw new AppError(
    'budget_exceeded',
    `This month's encoding has cost ${usd(spentUsd)} of ${usd(capUsd)}. Uploads are taken again next month, or when the cap is raised.`,
  );
}
