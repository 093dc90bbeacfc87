import { keyOf } from '../../../shared/catalog-table.ts';
import { AppError } from '../../../shared/errors.ts';
import { monthOf, type Spend, sumUsd } from '../../../shared/spend.ts';
import { queryItems } from '../catalog/query.ts';
import type { Services } from '../services.ts';

/** What encoding has cost an organisation this month (UTC), and what it may cost. */
export async function spendOf(
  services: Pick<Services, 'dynamodb' | 'settings' | 'clock'>,
  org: string,
): Promise<Spend> {
  const { settings, clock } = services;
  const month = monthOf(clock.now());
  const items = queryItems(services, {
    KeyConditionExpression: '#pk = :pk',
    names: { '#pk': 'pk' },
    values: { ':pk': keyOf.spend(org, month, '', '', 0).pk },
    ConsistentRead: true,
  });
  return { month, spentUsd: await sumUsd(items), capUsd: settings.MONTHLY_CAP_USD ?? null };
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
