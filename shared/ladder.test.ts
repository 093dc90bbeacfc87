import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Profile } from './catalog-item.ts';
import { type LadderPlan, planLadder } from './ladder.ts';
import { defaultPolicy, type LadderPolicy, policyOf } from './ladder-policy.ts';
import { displaySize, type PictureTrack, type Probe, type Size } from './probe.ts';
import { pictureTrack as picture, probeOf as source } from './testing/probes.ts';

const square = { num: 1, den: 1 };

function planOf(probe: Probe, policy = defaultPolicy): LadderPlan {
  const planned = planLadder(probe, policy);
  if (!planned.ok) throw new Error(planned.code);
  return planned.plan;
}

const sizes = (plan: LadderPlan) => plan.rungs.map(({ name, width, height }) => `${name} ${width}x${height}`);

test.each([
  [
    '1080p',
    picture(1920, 1080),
    ['1080p 1920x1080', '720p 1280x720', '540p 960x540', '360p 640x360', '240p 426x240'],
  ],
  ['720p', picture(1280, 720), ['720p 1280x720', '540p 960x540', '360p 640x360', '240p 426x240']],
  [
    'portrait',
    picture(1080, 1920),
    ['1080p 1080x1920', '720p 720x1280', '540p 540x960', '360p 360x640', '240p 240x426'],
  ],
  [
    'portrait by rotation',
    picture(1920, 1080, { rotation: 90 }),
    ['1080p 1080x1920', '720p 720x1280', '540p 540x960', '360p 360x640', '240p 240x426'],
  ],
  ['square', picture(720, 720), ['720p 720x720', '540p 540x540', '360p 360x360', '240p 240x240']],
  [
    '2.39:1',
    picture(1920, 804),
    ['804p 1920x804', '720p 1720x720', '540p 1290x540', '360p 860x360', '240p 574x240'],
  ],
  ['odd sizes', picture(641, 361), ['360p 640x360', '240p 426x240']],
  [
    '8K',
    picture(7680, 4320),
    ['1080p 1920x1080', '720p 1280x720', '540p 960x540', '360p 640x360', '240p 426x240'],
  ],
  ['SD between two rungs', picture(640, 480), ['480p 640x480', '360p 480x360', '240p 320x240']],
  [
    'PAL with wide pixels',
    picture(720, 576, { pixelAspect: { num: 64, den: 45 } }),
    ['540p 960x540', '360p 640x360', '240p 426x240'],
  ],
  ['smaller than the lowest rung', picture(320, 180), ['180p 320x180']],
  ['a panorama', picture(8000, 1000), ['512p 4096x512', '360p 2880x360', '240p 1920x240']],
])('%s', (_, track, expected) => {
  expect(sizes(planOf(source(track)))).toEqual(expected);
});

test('rungs above 1080 are made only when the policy allows', () => {
  const policy = { ...defaultPolicy, maxShortSide: 2160 };
  expect(planOf(source(picture(3840, 2160)), policy).rungs.map(({ name }) => name)).toEqual([
    '2160p',
    '1440p',
    '1080p',
    '720p',
    '540p',
    '360p',
    '240p',
  ]);
});

test.each([
  [25, 1, null],
  [60, 1, null],
  [60000, 1001, null],
  [120, 1, { num: 60, den: 1 }],
  [240, 1, { num: 60, den: 1 }],
  [90, 1, { num: 45, den: 1 }],
  [120000, 1001, { num: 60000, den: 1001 }],
])('%d/%d frames a second become %o', (num, den, expected) => {
  expect(planOf(source(picture(640, 360, { frameRate: { num, den } }))).frameRate).toEqual(expected);
});

describe('sound and picture', () => {
  test('sound alone has neither rungs nor frames', () => {
    expect(planOf(source(null))).toMatchObject({
      rungs: [],
      frameRate: null,
      audio: [{ track: 1 }],
      frames: null,
    });
  });

  test('a silent picture has no sound', () => {
    expect(planOf(source(picture(640, 360), { audio: [] })).audio).toEqual([]);
  });

  test.each([
    ['neither', source(null, { audio: [] }), 'nothing_to_play'],
    ['a picture of 30 by 30', source(picture(30, 30)), 'picture_too_small'],
  ])('%s fails with a reason', (_, probe, code) => {
    expect(planLadder(probe)).toEqual({ ok: false, code });
  });
});

test.each([
  [500, { intervalMs: 1000, maxCaptures: 1 }],
  [20_000, { intervalMs: 1000, maxCaptures: 20 }],
  [100_000, { intervalMs: 1000, maxCaptures: 100 }],
  [3_600_000, { intervalMs: 36_000, maxCaptures: 100 }],
  [null, { intervalMs: 10_000, maxCaptures: 100 }],
])('%s ms are captured every so often', (durationMs, expected) => {
  expect(planOf(source(picture(1920, 1080), { durationMs })).frames).toEqual({
    width: 640,
    height: 360,
    ...expected,
  });
});

test.each([
  ['upright', 1080, 1920, 360, 640],
  ['wide', 1920, 804, 640, 268],
  ['small', 320, 180, 320, 180],
])('frames of an %s picture keep its shape within their box', (_, width, height, frameWidth, frameHeight) => {
  expect(planOf(source(picture(width, height))).frames).toMatchObject({
    width: frameWidth,
    height: frameHeight,
  });
});

describe('of any picture', () => {
  const tracks = fc.record<PictureTrack>({
    width: fc.integer({ min: 1, max: 9000 }),
    height: fc.integer({ min: 1, max: 9000 }),
    rotation: fc.constantFrom(0, 90, 180, 270),
    pixelAspect: fc.constantFrom(square, { num: 64, den: 45 }, { num: 8, den: 9 }),
    frameRate: fc.constantFrom(null, { num: 25, den: 1 }, { num: 144, den: 1 }),
    isHdr: fc.boolean(),
    isInterlaced: fc.constantFrom(null, true, false),
  });
  const policies = fc
    .tuple(fc.constantFrom<Profile>('usual', 'safe'), fc.constantFrom(720, 1080, 1440, 2160))
    .map(([profile, maxShortSide]) => policyOf(profile, maxShortSide));

  /** Whether it is what is seen, made smaller by one factor, each side within a pixel. */
  const keepsShape = (rung: Size, seen: Size) => {
    const factors = [rung.width / seen.width, rung.height / seen.height];
    return factors.some(
      (factor) =>
        Math.abs(rung.width - seen.width * factor) <= 1 && Math.abs(rung.height - seen.height * factor) <= 1,
    );
  };

  test('rungs are even, of its shape, no larger than it, and fall in size and bitrate', () => {
    const check = (track: PictureTrack, policy: LadderPolicy) => {
      const planned = planLadder(source(track), policy);
      if (!planned.ok) {
        expect(planned.code).toBe('picture_too_small');
        return;
      }
      const seen = displaySize(track);
      const { rungs } = planned.plan;
      expect(rungs.length).toBeGreaterThan(0);
      for (const [index, rung] of rungs.entries()) {
        const { width, height, maxBitrateBps } = rung;
        const above = rungs[index - 1];
        expect([width % 2, height % 2]).toEqual([0, 0]);
        expect(width <= seen.width && height <= seen.height).toBe(true);
        expect(keepsShape(rung, seen)).toBe(true);
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(32);
        expect(Math.min(width, height)).toBeLessThanOrEqual(policy.maxShortSide);
        expect(Math.max(width, height)).toBeLessThanOrEqual(policy.maxLongSide);
        if (!above) continue;
        expect(above.width > width && above.height > height).toBe(true);
        expect(above.maxBitrateBps).toBeGreaterThan(maxBitrateBps);
      }
    };
    fc.assert(fc.property(tracks, policies, check), { numRuns: 500 });
  });
});

test.each([
  ['one longer than twelve hours', { durationMs: 12 * 3_600_000 + 1 }, 'too_long'],
  ['a file of more than 5 TiB', { sizeBytes: 5 * 1024 ** 4 + 1 }, 'too_large'],
])('%s is refused', (_, more, code) => {
  expect(planLadder(source(picture(640, 360), more))).toEqual({ ok: false, code });
});
