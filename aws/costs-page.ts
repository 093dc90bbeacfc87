import { idle, monthly, usualBitsPerSecond, usualGbPerHour, usualPlan } from '../shared/monthly.ts';
import { costUsd, estimateJobUsd, type Price, prices, tierOfFeature, unitPrice } from '../shared/pricing.ts';
import { dollars, rowsOf } from './costs.ts';

const table = (head: string[], rows: string[][]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const priceRow = ([name, price]: [string, Price]) => {
  const { usd, per, included, source, readOn, unconfirmed } = price;
  const page = `[${new URL(source).hostname}](${source})`;
  return [
    name,
    `${unitPrice(usd)} / ${per}`,
    included?.toLocaleString('en-US') ?? '',
    page,
    readOn,
    unconfirmed ?? '',
  ];
};

/** The example of the page: a small library that is watched a lot. */
const example = { ...idle, hoursEncoded: 100, viewerHours: 1000, storedGb: 1000, people: 200 };

const hourMs = 3_600_000;
const gbWatched = (usualBitsPerSecond * 3600) / 8 / 1e9;

function unitRows(): string[][] {
  const plan = usualPlan();
  const basic = { features: ['avcSinglePass'] as const };
  return [
    [`an hour of 1080p, encoded (${plan.rungs.length} renditions)`, dollars(estimateJobUsd(plan, hourMs))],
    ['the same, if every feature is of the Basic tier', dollars(estimateJobUsd(plan, hourMs, basic))],
    [`an hour kept (${usualGbPerHour} GB), a month`, dollars(costUsd('storage', usualGbPerHour))],
    [
      `an hour watched (${gbWatched.toFixed(1)} GB), after the free TB`,
      dollars(gbWatched * prices.delivery.usd),
    ],
  ];
}

/** The tables of docs/costs.md, in Markdown; a test holds the page to them. */
export const tables = (): Record<'prices' | 'tiers' | 'units' | 'example' | 'idle', string> => ({
  prices: table(
    ['name', 'price', 'free a month', 'look it up', 'noted', 'not certain'],
    Object.entries(prices).map(priceRow),
  ),
  tiers: table(
    ['feature', 'tier', 'confirmed'],
    Object.entries(tierOfFeature).map(([name, { tier, confirmed }]) => [
      name,
      tier,
      confirmed ? 'yes' : 'no',
    ]),
  ),
  units: table(['what', 'cost'], unitRows()),
  example: table(['what', 'how much', 'cost'], rowsOf(monthly(example))),
  idle: table(
    ['what', 'how much', 'cost'],
    rowsOf(monthly(idle)).filter(([, , usd]) => usd !== '$0.00'),
  ),
});
