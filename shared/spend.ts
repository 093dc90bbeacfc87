import type { SpendItem } from './catalog-item.ts';

/** The month (`yyyy-mm`, UTC) of a time in ms since 1970. */
export const monthOf = (ms: number): string => new Date(ms).toISOString().slice(0, 7);

/** What an attempt counts in its month, in US dollars: what was billed, else what it was reckoned at. */
export const usdOf = ({ actualUsd, estimatedUsd }: Pick<SpendItem, 'actualUsd' | 'estimatedUsd'>): number =>
  actualUsd ?? estimatedUsd ?? 0;
