import * as z from 'zod';
import { type SpendItem, spendItemSchema } from './catalog-item.ts';
import { roundUsd } from './pricing.ts';

/** The month (`yyyy-mm`, UTC) of a time in ms since 1970. */
export const monthOf = (ms: number): string => new Date(ms).toISOString().slice(0, 7);

/** When a month (`yyyy-mm`) is over and the next one begins, RFC 3339. */
export function monthEndsAt(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number)).toISOString();
}

/** What an attempt counts in its month, in US dollars: what was billed, else what it was reckoned at. */
export const usdOf = ({ actualUsd, estimatedUsd }: Pick<SpendItem, 'actualUsd' | 'estimatedUsd'>): number =>
  actualUsd ?? estimatedUsd ?? 0;

/** What the items of a month, as stored, cost together, in US dollars. Rejects with a ZodError at one that is none. */
export async function sumUsd(items: AsyncIterable<unknown>): Promise<number> {
  let total = 0;
  for await (const item of items) total += usdOf(spendItemSchema.parse(item));
  return roundUsd(total);
}

/** What encoding costs in a month (`yyyy-mm`, UTC), in US dollars; a cap of null is none. */
export const spendSchema = z.object({
  month: z.string(),
  spentUsd: z.number(),
  capUsd: z.number().nullable(),
});
export type Spend = z.infer<typeof spendSchema>;
