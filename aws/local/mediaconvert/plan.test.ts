import { expect, test } from 'vitest';
import { abrRenditions } from './abr.ts';
import { captionSegments, parseCaptions } from './captions.ts';
import { crfOf, scaled } from './plan.ts';

const fit = (width?: number, height?: number) => ({ width, height, behavior: 'FIT' as const });

test.each([
  ['the same shape', [1920, 1080], fit(1280, 720), [1280, 720]],
  ['upright in a wide box', [1080, 1920], fit(1280, 720), [406, 720]],
  ['upright in an upright box', [1080, 1920], fit(720, 1280), [720, 1280]],
  ['wider than the box', [2560, 1080], fit(1920, 1080), [1920, 810]],
  ['odd, by rounding alone', [1919, 1079], fit(1280, 720), [1280, 720]],
  ['smaller than the box', [320, 180], fit(640, 360), [640, 360]],
  [
    'smaller, without enlarging',
    [320, 180],
    { ...fit(640, 360), behavior: 'FIT_NO_UPSCALE' as const },
    [320, 180],
  ],
  ['stretched', [400, 300], { ...fit(640, 360), behavior: 'STRETCH_TO_OUTPUT' as const }, [640, 360]],
  ['a height alone', [1920, 1080], fit(undefined, 720), [1280, 720]],
  ['no box', [1921, 1081], fit(), [1922, 1082]],
] as const)('a picture is brought into its box: %s', (_, [width, height], box, [w, h]) => {
  expect(scaled({ width, height }, box)).toEqual({ width: w, height: h });
});

test.each([
  [10, 15.5],
  [8, 20.5],
  [7, 23],
  [1, 38],
])('quality level %d is a rate factor of %d', (level, crf) => {
  expect(crfOf(level)).toBe(crf);
});

const settings = { maxAbrBitrate: 6_000_000, minAbrBitrate: 600_000, maxRenditions: 6, rules: [] };
const bottom = {
  type: 'MIN_BOTTOM_RENDITION_SIZE' as const,
  minBottomRenditionSize: { width: 512, height: 288 },
};

test.each([
  ['1080p', [1920, 1080], {}, [1080, 720, 540, 432, 360, 288]],
  ['4K in a 1080p box', [3840, 2160], {}, [1080, 720, 540, 432, 360, 288]],
  ['upright', [1080, 1920], {}, [1080, 720, 540, 432, 360, 288]],
  ['between two steps', [1600, 900], {}, [900, 720, 540, 432, 360, 288]],
  ['few renditions', [1920, 1080], { maxRenditions: 3 }, [1080, 432, 288]],
  ['a bottom size', [1280, 720], { minAbrBitrate: 100_000, rules: [bottom] }, [720, 540, 432, 360, 288]],
  ['a lowest bitrate', [1280, 720], { minAbrBitrate: 2_000_000 }, [720, 540]],
  ['smaller than every step', [160, 90], {}, [90]],
] as const)('automated ABR never goes above source or box: %s', (_, [width, height], change, sides) => {
  const made = abrRenditions({ width, height }, fit(1920, 1080), {
    ...settings,
    ...structuredClone(change),
  } as typeof settings);
  expect(made.map((one) => Math.min(one.width, one.height))).toEqual(sides);
  for (const one of made) {
    expect(one.maxBitrateBps).toBeLessThanOrEqual(6_000_000);
    expect(one.width / one.height).toBeCloseTo(width / height, 1);
  }
});

test('a cue stands in each caption segment that it shows in', () => {
  const captions = parseCaptions(
    '\uFEFFWEBVTT - title\r\n\r\nNOTE no cue\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\n1\r\n00:04:58.000 --> 00:05:02.000 line:1\r\nacross\r\n\r\n05:10.000 --> 05:12.000\r\nlater\r\n',
  );
  if (!captions) throw new Error('not read');
  const [first, second, ...others] = captionSegments(captions, 400, 126_000);
  expect(others).toEqual([]);
  expect(first).toMatchObject({ seconds: 300, text: expect.stringContaining('MPEGTS:126000') });
  expect(first?.text).toContain('across');
  expect(first?.text).not.toContain('later');
  expect(second).toMatchObject({ seconds: 100, text: expect.stringMatching(/red[\s\S]*across[\s\S]*later/) });
});

test.each(['', 'WEBVTTX\n', '1\n00:00:01,000 --> 00:00:02,000\nSubRip\n'])('%j is no WebVTT', (file) => {
  expect(parseCaptions(file)).toBeNull();
});
