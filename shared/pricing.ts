import type { LadderPlan } from './ladder.ts';
import { defaultPolicy, type LadderPolicy } from './ladder-policy.ts';
import type { Fraction } from './probe.ts';

/** One list price in US dollars. `included` units a month cost nothing. */
export type Price = {
  usd: number;
  /** What it buys. */
  per: string;
  included?: number;
  /** The page of whoever charges it: look there before you quote. */
  source: string;
  /** The day it was noted. */
  readOn: string;
  /** What is not certain about it. */
  unconfirmed?: string;
};

const mediaConvert = { source: 'https://aws.amazon.com/mediaconvert/pricing/', readOn: '2026-11-22' };
const cloudFront = { source: 'https://aws.amazon.com/cloudfront/pricing/', readOn: '2026-11-24' };
const dynamoDb = { source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/', readOn: '2026-11-22' };
const cognito = { source: 'https://aws.amazon.com/cognito/pricing/' };
const workers = { source: 'https://developers.cloudflare.com/workers/platform/pricing/' };

/**
 * Every price the service is reckoned with, in one table: list prices of us-east-1, without tax and volume discounts.
 * Other regions differ by some tens of per cent: look there before you quote.
 */
export const prices = {
  encodingBasic: { usd: 0.0075, per: 'normalized minute', ...mediaConvert },
  encodingProfessional: { usd: 0.012, per: 'normalized minute', ...mediaConvert },
  delivery: { usd: 0.085, per: 'GB', included: 1000, ...cloudFront },
  deliveryRequests: {
    usd: 1,
    per: 'million requests',
    included: 10,
    ...cloudFront,
    unconfirmed: 'the price was read at second hand',
  },
  storage: {
    usd: 0.023,
    per: 'GB-month',
    source: 'https://aws.amazon.com/s3/pricing/',
    readOn: '2026-11-22',
  },
  tableWrites: { usd: 0.625, per: 'million writes', ...dynamoDb },
  tableReads: { usd: 0.125, per: 'million reads', ...dynamoDb },
  tableStorage: { usd: 0.25, per: 'GB-month', included: 25, ...dynamoDb, readOn: '2026-11-24' },
  tableBackup: {
    usd: 0.2,
    per: 'GB-month',
    ...dynamoDb,
    readOn: '2026-11-24',
    unconfirmed: 'the price of point-in-time recovery was read at second hand',
  },
  people: { usd: 0.015, per: 'active person', included: 10_000, ...cognito, readOn: '2026-11-22' },
  botClient: {
    usd: 6,
    per: 'bot client',
    ...cognito,
    readOn: '2026-11-24',
    unconfirmed:
      'read at second hand, of 2025; Cognito’s guide no longer names app clients among what is charged',
  },
  botTokens: {
    usd: 2.25,
    per: 'thousand tokens',
    ...cognito,
    readOn: '2026-11-24',
    unconfirmed: 'read at second hand, of 2025',
  },
  alarms: {
    usd: 0.1,
    per: 'alarm',
    included: 10,
    source: 'https://aws.amazon.com/cloudwatch/pricing/',
    readOn: '2026-11-28',
    unconfirmed: 'read at second hand',
  },
  edgePlan: { usd: 5, per: 'plan', ...workers, readOn: '2026-11-22' },
  edgeRequests: {
    usd: 0.3,
    per: 'million requests',
    included: 10,
    ...workers,
    readOn: '2026-11-24',
    unconfirmed: 'what is included was read at second hand',
  },
} as const satisfies Record<string, Price>;

/** A price of one unit, to the hundredth of a cent. */
export const unitPrice = (usd: number) =>
  `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 4 })}`;

export type PriceName = keyof typeof prices;

/** What `quantity` units cost in a month, beyond what is included. */
export function costUsd(name: PriceName, quantity: number): number {
  const { usd, included = 0 }: Price = prices[name];
  return Math.max(0, quantity - included) * usd;
}

/** MediaConvert's on-demand tiers: one feature of the dearer one makes the output cost its price. */
export type Tier = 'basic' | 'professional';

/**
 * The tier each feature falls in. Basic is AVC in a single pass; multi-pass and automated ABR are Professional. Where
 * the others fall is not confirmed, so they are quoted as Professional.
 */
export const tierOfFeature = {
  avcSinglePass: { tier: 'basic', confirmed: true },
  multiPass: { tier: 'professional', confirmed: true },
  automatedAbr: { tier: 'professional', confirmed: true },
  qvbr: { tier: 'professional', confirmed: false },
  cmaf: { tier: 'professional', confirmed: false },
  frameCapture: { tier: 'professional', confirmed: false },
  hdrToSdr: { tier: 'professional', confirmed: false },
  deinterlacing: { tier: 'professional', confirmed: false },
} as const satisfies Record<string, { tier: Tier; confirmed: boolean }>;
export type Feature = keyof typeof tierOfFeature;

/** What every job of ours uses. */
export const usualFeatures: readonly Feature[] = ['avcSinglePass', 'qvbr', 'cmaf', 'frameCapture'];

/** What a plan's job uses; captions are made without the service. */
export function featuresOf({ frames, toSdr, deinterlace }: LadderPlan): Feature[] {
  const used = usualFeatures.filter((feature) => feature !== 'frameCapture' || frames !== null);
  return [
    ...used,
    ...(toSdr ? (['hdrToSdr'] as const) : []),
    ...(deinterlace ? (['deinterlacing'] as const) : []),
  ];
}

export const tierOf = (features: readonly Feature[]): Tier =>
  features.some((feature) => tierOfFeature[feature].tier === 'professional') ? 'professional' : 'basic';

/** An output is billed by the second, ten at least. */
const billedMinutes = (durationMs: number) => Math.max(10, Math.ceil(durationMs / 1000)) / 60;

/** US dollars to the millionth: what floating point adds beyond that is nobody's money. */
export const roundUsd = (usd: number): number => Math.round(usd * 1e6) / 1e6;

const encodingUsd = (features: readonly Feature[], minutes: number) =>
  roundUsd(costUsd(tierOf(features) === 'basic' ? 'encodingBasic' : 'encodingProfessional', minutes));

/** SD below 720 lines counts once, HD up to 1080 twice, UHD four times; above 30 frames a second twice that. */
function normalized({ width, height }: { width: number; height: number }, framesPerSecond: number): number {
  const lines = Math.min(width, height);
  const bySize = lines < 720 ? 1 : lines <= 1080 ? 2 : 4;
  return framesPerSecond > 30 ? 2 * bySize : bySize;
}

const perSecond = ({ num, den }: Fraction) => num / den;

export type JobOptions = {
  /** Of the source; 30 at most where it is not known. */
  frameRate?: Fraction | null;
  /** Without them the plan's own. */
  features?: readonly Feature[];
};

/**
 * What making one version costs, before it is made. Sound comes free with a picture; alone it is quoted as one SD
 * output, an upper bound. Captured frames are not counted.
 */
export function estimateJobUsd(plan: LadderPlan, durationMs: number, options: JobOptions = {}): number {
  const { frameRate = null, features = featuresOf(plan) } = options;
  const rate = plan.frameRate ?? frameRate;
  const framesPerSecond = rate ? perSecond(rate) : 30;
  const weights = plan.rungs.map((rung) => normalized(rung, framesPerSecond));
  const minutes = billedMinutes(durationMs) * (weights.length > 0 ? weights.reduce((a, b) => a + b) : 1);
  return encodingUsd(features, minutes);
}

/** One output of a finished job; `size` is there for pictures. */
export type BilledOutput = { durationMs: number; size?: { width: number; height: number } };

/**
 * What a finished job's outputs are billed, by the same table as the estimate. `frameRate` is the source's, in frames a
 * second: above the policy's most it is halved until it fits, as the ladder does.
 */
export function billedJobUsd(
  outputs: readonly BilledOutput[],
  frameRate: number | null,
  { maxFrameRate }: Pick<LadderPolicy, 'maxFrameRate'> = defaultPolicy,
  features: readonly Feature[] = usualFeatures,
): number {
  let framesPerSecond = frameRate ?? 30;
  while (framesPerSecond > maxFrameRate) framesPerSecond /= 2;
  const pictures = outputs.flatMap(({ size, durationMs }) =>
    size ? [billedMinutes(durationMs) * normalized(size, framesPerSecond)] : [],
  );
  const sound = Math.max(0, ...outputs.map(({ durationMs }) => billedMinutes(durationMs)));
  const minutes = pictures.length > 0 ? pictures.reduce((a, b) => a + b) : outputs.length > 0 ? sound : 0;
  return encodingUsd(features, minutes);
}
