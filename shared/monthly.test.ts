import { describe, expect, test } from 'vitest';
import { planLadder } from './ladder.ts';
import { idle, monthly, usualPlan } from './monthly.ts';
import { estimateJobUsd } from './pricing.ts';
import { pictureTrack, probeOf } from './testing/probes.ts';

const hourMs = 3_600_000;

test('the usual source has our own ladder', () => {
  const planned = planLadder(probeOf(pictureTrack(1920, 1080), { durationMs: hourMs }));
  expect(planned).toEqual({ ok: true, plan: usualPlan() });
});

describe('a month', () => {
  const usd = (usage: Partial<typeof idle>, what: string) =>
    monthly({ ...idle, ...usage }).lines.find((line) => line.what.startsWith(what))?.usd;

  test('adds up', () => {
    const { lines, totalUsd } = monthly({ ...idle, hoursEncoded: 10, viewerHours: 1000, storedGb: 100 });
    expect(totalUsd).toBeCloseTo(
      lines.reduce((sum, line) => sum + line.usd, 0),
      10,
    );
  });

  test('of encoding is so many hours of the usual source', () => {
    expect(usd({ hoursEncoded: 3 }, 'Encoding')).toBeCloseTo(3 * estimateJobUsd(usualPlan(), hourMs), 10);
  });

  test('of watching is bits, beyond the first TB', () => {
    expect(usd({ viewerHours: 600 }, 'Delivery (')).toBe(0);
    expect(usd({ viewerHours: 1000 }, 'Delivery (')).toBeCloseTo((1575 - 1000) * 0.085, 10);
  });

  test('without anything costs the plan at the edge, the bot and an alarm', () => {
    const paid = monthly(idle).lines.filter((line) => line.usd > 0);
    expect(paid.map(({ price }) => price)).toEqual(['botClient', 'alarms', 'edgePlan']);
  });
});
