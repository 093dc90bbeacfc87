import type { ProbeResult, VideoProperties } from '@aws-sdk/client-mediaconvert';
import { describe, expect, test } from 'vitest';
import { joinProbe } from './probe.ts';

const video = (more: VideoProperties = {}): ProbeResult => ({
  Container: {
    Duration: 12.5,
    Tracks: [
      {
        TrackType: 'video',
        VideoProperties: { Width: 720, Height: 576, FrameRate: { Numerator: 25, Denominator: 1 }, ...more },
      },
      { TrackType: 'audio', AudioProperties: { Channels: 2 } },
    ],
  },
});
const header = {
  durationMs: 3000,
  picture: {
    width: 720,
    height: 576,
    rotation: 90,
    pixelAspect: { num: 64, den: 45 },
    frameRate: null,
  },
  hasAudio: true,
} as const;

describe('a container whose header was read', () => {
  test('keeps its shape and takes the frame rate from the service', () => {
    expect(joinProbe(header, video())).toEqual({
      ...header,
      picture: { ...header.picture, frameRate: { num: 25, den: 1 } },
    });
  });

  test('that tells no duration takes the service’s', () => {
    expect(joinProbe({ ...header, durationMs: null }, video())?.durationMs).toBe(12_500);
  });

  test('of sound alone has no picture, though the service sees a cover', () => {
    expect(joinProbe({ ...header, picture: null }, video())?.picture).toBeNull();
  });
});

describe('a container that only the service knows', () => {
  test('is taken as the service sees it', () => {
    const more = { Rotation: -90, SampleAspectRatio: { Numerator: 16, Denominator: 11 } };
    expect(joinProbe(null, video(more))).toEqual({
      durationMs: 12_500,
      picture: {
        width: 720,
        height: 576,
        rotation: 270,
        pixelAspect: { num: 16, den: 11 },
        frameRate: { num: 25, den: 1 },
      },
      hasAudio: true,
    });
  });

  test('has square upright pixels where nothing is said', () => {
    expect(joinProbe(null, video())?.picture).toMatchObject({ rotation: 0, pixelAspect: { num: 1, den: 1 } });
  });
});

test.each([
  ['a time base', { Numerator: 90_000, Denominator: 1 }],
  ['less than one a second', { Numerator: 1, Denominator: 10 }],
  ['a fraction of nothing', { Numerator: 25, Denominator: 0 }],
])('%s is no frame rate', (_, FrameRate) => {
  expect(joinProbe(null, video({ FrameRate }))?.picture?.frameRate).toBeNull();
});

test.each([
  ['nothing', null],
  ['no tracks', { Container: { Tracks: [] } }],
])('a service that sees %s leaves nothing to plan', (_, result) => {
  expect(joinProbe(header, result)).toBeNull();
});
