import { type LadderPlan, planLadder } from './ladder.ts';
import { defaultPolicy } from './ladder-policy.ts';
import { costUsd, estimateJobUsd, type PriceName } from './pricing.ts';

const hourMs = 3_600_000;

/** The ladder of a source in 1080p at 25 frames a second: what an hour of encoding is reckoned with. */
export function usualPlan(): LadderPlan {
  const shape = { width: 1920, height: 1080, rotation: 0 as const, pixelAspect: { num: 1, den: 1 } };
  const picture = { ...shape, frameRate: { num: 25, den: 1 }, isHdr: false, isInterlaced: false };
  const audio = [{ language: null, name: null, channels: 2, isDefault: true }];
  const planned = planLadder({ durationMs: hourMs, sizeBytes: 0, picture, audio }, defaultPolicy);
  if (!planned.ok) throw new TypeError('the usual source has no ladder');
  return planned.plan;
}

/** One month of the service. */
export type Usage = {
  /** Hours of source in 1080p that become video. */
  hoursEncoded: number;
  /** Hours watched, of all viewers together. */
  viewerHours: number;
  /** GB in both buckets, on average over the month. */
  storedGb: number;
  /** People who sign in. */
  people: number;
  /** Programs that may sign in. */
  bots: number;
  /** Hours in which they work, of all together; each asks for a token four times an hour. */
  botHours: number;
  /** Bits of picture and sound that a viewer gets a second. */
  bitsPerSecond: number;
};

export const usualBitsPerSecond = 3_500_000;
/** Renditions and source of an hour. */
export const usualGbPerHour = 10;

/** A month in which nothing happens. */
export const idle: Usage = {
  ...{ hoursEncoded: 0, viewerHours: 0, storedGb: 0, people: 0, bots: 1, botHours: 0 },
  bitsPerSecond: usualBitsPerSecond,
};

/** Segments of six seconds, picture and sound apart, and a few manifests. */
const mediaRequestsPerHour = 1210;
/** Pages, keys every seven minutes, the catalog. */
const edgeRequestsPerHour = 40;
/** An access token lives a quarter of an hour. */
const botTokensPerHour = 4;
const tableReadsPerHour = 80;
const tableWritesPerEncodedHour = 100;

/** Of the stack, all of standard resolution. */
export const alarmsOfStack = 11;

const million = 1_000_000;
const gbOf = ({ viewerHours, bitsPerSecond }: Usage) => (viewerHours * 3600 * bitsPerSecond) / 8 / 1e9;

/** `quantity` counts units of the price. */
export type CostLine = { what: string; price: PriceName; quantity: number; usd: number };
export type MonthlyCost = { lines: CostLine[]; totalUsd: number };

/** A month's bill, line by line; what is always below a per cent (Lambda, events, logs, S3's requests) is left out. */
export function monthly(usage: Usage): MonthlyCost {
  const { hoursEncoded, viewerHours, storedGb, people, bots, botHours } = usage;
  const professional = estimateJobUsd(usualPlan(), hourMs) / costUsd('encodingProfessional', 1);
  const line = (what: string, price: PriceName, quantity: number): CostLine => ({
    ...{ what, price, quantity, usd: costUsd(price, quantity) },
  });
  const lines = [
    line('Encoding (MediaConvert)', 'encodingProfessional', hoursEncoded * professional),
    line('Delivery (CloudFront)', 'delivery', gbOf(usage)),
    line('Delivery, requests', 'deliveryRequests', (viewerHours * mediaRequestsPerHour) / million),
    line('Storage (S3)', 'storage', storedGb),
    line('Catalog, writes (DynamoDB)', 'tableWrites', (hoursEncoded * tableWritesPerEncodedHour) / million),
    line('Catalog, reads (DynamoDB)', 'tableReads', (viewerHours * tableReadsPerHour) / million),
    line('People (Cognito)', 'people', people),
    line('Bots (Cognito)', 'botClient', bots),
    line('Bots, tokens', 'botTokens', (botHours * botTokensPerHour) / 1000),
    line('Alarms (CloudWatch)', 'alarms', alarmsOfStack),
    line('Edge, plan (Cloudflare Workers)', 'edgePlan', 1),
    line('Edge, requests', 'edgeRequests', (viewerHours * edgeRequestsPerHour) / million),
  ];
  return { lines, totalUsd: lines.reduce((sum, { usd }) => sum + usd, 0) };
}
