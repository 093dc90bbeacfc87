import { describe, expect, test } from 'vitest';
import type { LadderPlan } from './ladder.ts';
import {
  billedJobUsd,
  costUsd,
  estimateJobUsd,
  featuresOf,
  prices,
  tierOf,
  usualFeatures,
} from './pricing.ts';

const hourMs = 3_600_000;
const basic = ['avcSinglePass'] as const;
const rung = (height: number, width = Math.round((height * 16) / 9)) => ({
  ...{ name: `${height}p`, width, height, maxBitrateBps: 1, qvbrLevel: 7 },
});
const planOf = (...rungs: LadderPlan['rungs']): LadderPlan => ({
  ...{ rungs, frameRate: null, audio: [], frames: null, toSdr: false, deinterlace: false },
});

test('every price says when it was noted and where to look it up', () => {
  for (const { usd, source, readOn } of Object.values(prices)) {
    expect(usd).toBeGreaterThan(0);
    expect(new URL(source).hostname).toMatch(/^(aws\.amazon|developers\.cloudflare)\.com$/);
    expect(readOn).toMatch(/^20\d\d-\d\d-\d\d$/);
  }
});

test('what is included costs nothing, what is beyond it the price', () => {
  expect([0, 1000, 1100].map((gb) => costUsd('delivery', gb))).toEqual([0, 0, 8.5]);
});

describe('a job', () => {
  test('an hour in four rungs costs 2.70 in the Basic tier, 4.32 in the Professional one', () => {
    const plan = planOf(rung(1080), rung(720), rung(540), rung(360));
    expect(estimateJobUsd(plan, hourMs, { features: basic })).toBeCloseTo(2.7, 10);
    expect(estimateJobUsd(plan, hourMs)).toBeCloseTo(4.32, 10);
  });

  test.each([
    ['SD', planOf(rung(576)), null, 1],
    ['HD', planOf(rung(720)), null, 2],
    ['HD, upright', planOf(rung(1920, 1080)), null, 2],
    ['UHD', planOf(rung(2160)), null, 4],
    ['SD at 30 a second', planOf(rung(480)), { num: 30_000, den: 1001 }, 1],
    ['SD at 50 a second', planOf(rung(480)), { num: 50, den: 1 }, 2],
    [
      'SD brought down to 30',
      { ...planOf(rung(480)), frameRate: { num: 30, den: 1 } },
      { num: 60, den: 1 },
      1,
    ],
    ['sound alone', planOf(), null, 1],
  ])('%s: %j', (_, plan, frameRate, times) => {
    const usd = estimateJobUsd(plan, 60_000, { frameRate, features: basic });
    expect(usd).toBeCloseTo(times * prices.encodingBasic.usd, 10);
  });

  test.each([
    [1, 10],
    [10_000, 10],
    [10_001, 11],
  ])('of %i ms is billed as %i s', (ms, seconds) => {
    const usd = estimateJobUsd(planOf(rung(480)), ms, { features: basic });
    expect(usd).toBeCloseTo((seconds / 60) * prices.encodingBasic.usd, 10);
  });

  test.each([
    ['as usual', planOf(rung(480)), ['avcSinglePass', 'qvbr', 'cmaf']],
    [
      'with frames',
      { ...planOf(rung(480)), frames: { width: 2, height: 2, intervalMs: 1000, maxCaptures: 1 } },
      usualFeatures,
    ],
    [
      'brought down to SDR, of fields',
      { ...planOf(rung(480)), toSdr: true, deinterlace: true },
      ['avcSinglePass', 'qvbr', 'cmaf', 'hdrToSdr', 'deinterlacing'],
    ],
  ])('%s uses what is priced by features', (_, plan, expected) => {
    expect(featuresOf(plan)).toEqual(expected);
  });

  test('is quoted as Professional as long as the tier of one feature is not confirmed', () => {
    expect(tierOf(basic)).toBe('basic');
    expect(tierOf(usualFeatures)).toBe('professional');
  });
});

test.each([
  ['at 30 frames a second, HD counts twice', 30, 60, 0.024],
  ['above it, twice that', 60, 60, 0.048],
  ['where more than 30 is halved, as of 30', 60, 30, 0.024],
])('a finished minute of HD is billed %s', (_, frameRate, maxFrameRate, usd) => {
  const output = { durationMs: 60_000, size: { width: 1280, height: 720 } };
  expect(billedJobUsd([output], frameRate, { maxFrameRate })).toBeCloseTo(usd);
});

test('sound beside a picture costs nothing, alone as much as one SD picture', () => {
  const picture = { durationMs: 60_000, size: { width: 640, height: 360 } };
  const sound = { durationMs: 60_000 };
  expect(billedJobUsd([picture, sound, sound], 25)).toBeCloseTo(0.012);
  expect(billedJobUsd([sound, sound], null)).toBeCloseTo(0.012);
  expect(billedJobUsd([], null)).toBe(0);
});

test('an amount is whole millionths of a dollar, so that a cap is met where it is', () => {
  const output = { durationMs: 10_000, size: { width: 640, height: 360 } };
  expect(
    billedJobUsd(
      Array.from({ length: 5 }, () => output),
      25,
    ),
  ).toBe(0.01);
});
