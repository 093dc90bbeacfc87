import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ulid } from '../../shared/ids.ts';
import { reserve, spentUsd, withdraw } from './budget.ts';
import { settle } from './spend.ts';
import { createHandler as createSubmitJob } from './submit-job.lambda.ts';
import { movie } from './testing/movie.ts';
import { createWorld, type World } from './testing/world.ts';

let world: World;
let months = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const table = (capUsd?: number) => ({
  dynamodb: world.overrides.dynamodb,
  env: { ...world.env, ...(capUsd !== undefined && { MONTHLY_CAP_USD: String(capUsd) }) },
});
const attemptOf = (n: number) => ({
  ...{ org: 'shark', videoId: ulid(n, new Uint8Array(10)), version: ulid(n, new Uint8Array(10)), attempt: 1 },
});
/** A month nobody else counts in. */
function newMonth(): string {
  months += 1;
  return `month-${months}`;
}

describe('what a month costs', () => {
  test('is the estimates, and for what ended what was billed', async () => {
    const month = newMonth();
    await reserve(table(), attemptOf(1), month, 2);
    await reserve(table(), attemptOf(2), month, 3);
    await settle(table(), attemptOf(2), month, 1.5);
    await settle(table(), attemptOf(3), month, 0);
    expect(await spentUsd(table(), 'shark', month)).toBe(3.5);
    expect(await spentUsd(table(), 'other', month)).toBe(0);
  });

  test('counts an attempt once, however often it is written', async () => {
    const month = newMonth();
    for (const _ of [1, 2, 3]) await reserve(table(), attemptOf(1), month, 2);
    for (const _ of [1, 2]) await settle(table(), attemptOf(1), month, 1);
    expect(await spentUsd(table(), 'shark', month)).toBe(1);
  });

  test('no longer counts an estimate that was taken back, but what was billed stays', async () => {
    const month = newMonth();
    await reserve(table(), attemptOf(1), month, 2);
    await reserve(table(), attemptOf(2), month, 2);
    await settle(table(), attemptOf(2), month, 1);
    for (const n of [1, 2]) await withdraw(table(), attemptOf(n), month);
    expect(await spentUsd(table(), 'shark', month)).toBe(1);
  });
});

describe('the cap', () => {
  test('lets an attempt through that reaches it, and refuses one that passes it', async () => {
    const month = newMonth();
    expect(await reserve(table(10), attemptOf(1), month, 7)).toBe(true);
    expect(await reserve(table(10), attemptOf(2), month, 4)).toBe(false);
    expect(await spentUsd(table(), 'shark', month)).toBe(7);
    expect(await reserve(table(10), attemptOf(3), month, 3)).toBe(true);
  });

  test('is never passed, however many ask at once', async () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 2, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(amounts, async (usd) => {
        const month = newMonth();
        const asked = usd.map((one, n) => reserve(table(10), attemptOf(n), month, one));
        const granted = await Promise.all(asked);
        const through = usd.filter((_, n) => granted[n]).reduce((sum, one) => sum + one, 0);
        expect(through).toBeLessThanOrEqual(10);
        expect(await spentUsd(table(), 'shark', month)).toBe(through);
      }),
      { numRuns: 25 },
    );
  });

  test('ends the attempt before any job is asked for, with a failure that can be tried again', async () => {
    const submit = createSubmitJob({ ...world.env, MONTHLY_CAP_USD: '0' }, world.overrides);
    const key = 'uploads/shark/dear.mp4';
    const etag = world.s3.put('up', key, await movie());
    await submit({
      ...{ id: 'e', 'detail-type': 'Object Created', source: 'aws.s3', time: '2026-01-01T00:00:00Z' },
      detail: { bucket: { name: 'up' }, object: { key, size: 1, etag } },
    });
    const [video] = await world.videos();
    expect(video?.next).toMatchObject({
      status: 'failed',
      failure: { code: 'budget_exceeded', retryable: true },
    });
    expect(world.mediaconvert.jobs).toEqual([]);
    expect(await spentUsd(table(), 'shark', '2026-01')).toBe(0);
  });
});
