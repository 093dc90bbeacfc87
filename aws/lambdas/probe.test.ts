import type { ProbeResult, VideoProperties } from '@aws-sdk/client-mediaconvert';
import { describe, expect, test } from 'vitest';
import { audioTrack, pictureTrack } from '../../shared/testing/probes.ts';
import type { Sequence } from './container/mpeg-sequence.ts';
import type { Header } from './media-tasks.ts';
import { joinProbe } from './probe.ts';

const sound = {
  TrackType: 'audio',
  Codec: 'AAC',
  AudioProperties: { Channels: 2, LanguageCode: 'ENG' },
} as const;
const video = (more: VideoProperties = {}) => ({
  TrackType: 'video' as const,
  Codec: 'AVC' as const,
  VideoProperties: { Width: 720, Height: 576, FrameRate: { Numerator: 25, Denominator: 1 }, ...more },
});
const seen = (...Tracks: NonNullable<ProbeResult['Container']>['Tracks'] & object): ProbeResult => ({
  Container: { Duration: 12.5, Tracks },
});

const picture = pictureTrack(720, 576, {
  rotation: 90,
  pixelAspect: { num: 64, den: 45 },
  frameRate: null,
});
const audio = [audioTrack({ language: 'de', name: 'Stereo', channels: 6 })];
const header: Header = { durationMs: 3000, lengths: null, picture, audio, listsAll: true };
const join = (known: Header | null, result: ProbeResult | null, sequence: Sequence | null = null) =>
  joinProbe({ header: known, sequence }, result, 9);

describe('a container whose header was read', () => {
  test('keeps its shape and names, and takes the frame rate from the service', () => {
    expect(join(header, seen(video(), sound))).toEqual({
      durationMs: 3000,
      sizeBytes: 9,
      picture: { ...picture, frameRate: { num: 25, den: 1 } },
      audio,
    });
  });

  test('that tells no duration takes the service’s', () => {
    expect(join({ ...header, durationMs: null }, seen(video(), sound))?.durationMs).toBe(12_500);
  });

  test('of sound alone has no picture, though the service sees a cover', () => {
    expect(join({ ...header, picture: null }, seen(video(), sound))?.picture).toBeNull();
  });

  test('that leaves out what it does not know has the picture that the service sees', () => {
    const partly = { ...header, picture: null, listsAll: false };
    expect(join(partly, seen(video(), sound))?.picture).toMatchObject({ width: 720, isInterlaced: null });
  });

  test('that has no sizes of its own takes the service’s', () => {
    const halved = { ...header, picture: { ...picture, height: 288 }, listsAll: false };
    expect(join(halved, seen(video(), sound))?.picture).toMatchObject({
      width: 720,
      height: 576,
      rotation: 90,
    });
    expect(join({ ...halved, listsAll: true }, seen(video(), sound))?.picture?.height).toBe(288);
  });

  test('whose sounds the service counts otherwise has the service’s', () => {
    const unknown = { ...sound, Codec: 'UNKNOWN' as const };
    const probe = join(
      { ...header, audio: [...audio, ...audio, ...audio] },
      seen(video(), sound, unknown, sound),
    );
    expect(probe?.audio).toEqual([
      audioTrack({ language: 'en', isDefault: true }),
      audioTrack({ language: 'en', isDefault: false }),
    ]);
  });

  test.each(['SMPTE_2084', 'ARIB_B67'] as const)(
    'is HDR as well where only the service says %s',
    (transfer) => {
      const probe = join(header, seen(video({ TransferCharacteristics: transfer }), sound));
      expect(probe?.picture?.isHdr).toBe(true);
    },
  );
});

describe('a container that only the service knows', () => {
  test('is taken as the service sees it', () => {
    const more = { Rotation: -90, SampleAspectRatio: { Numerator: 16, Denominator: 11 } };
    expect(join(null, seen(video(more), sound))).toEqual({
      durationMs: 12_500,
      sizeBytes: 9,
      picture: pictureTrack(720, 576, {
        rotation: 270,
        pixelAspect: { num: 16, den: 11 },
        isInterlaced: null,
      }),
      audio: [audioTrack({ language: 'en' })],
    });
  });

  const sequence = { width: 720, height: 576, pixelAspect: { num: 64, den: 45 }, isInterlaced: true };
  test('has the shape that its picture tells', () => {
    expect(join(null, seen(video()), sequence)?.picture).toMatchObject(sequence);
  });

  test('of another picture than the one that was read is as the service sees it', () => {
    const other = { ...sequence, width: 1440 };
    expect(join(null, seen(video()), other)?.picture).toMatchObject({
      pixelAspect: { num: 1, den: 1 },
      isInterlaced: null,
    });
  });

  test('has square upright pixels where nothing is said', () => {
    const shape = { rotation: 0, pixelAspect: { num: 1, den: 1 } };
    expect(join(null, seen(video()))?.picture).toMatchObject(shape);
  });
});

test.each([
  ['a time base', { Numerator: 90_000, Denominator: 1 }],
  ['less than one a second', { Numerator: 1, Denominator: 10 }],
  ['a fraction of nothing', { Numerator: 25, Denominator: 0 }],
])('%s is no frame rate', (_, FrameRate) => {
  expect(join(null, seen(video({ FrameRate })))?.picture?.frameRate).toBeNull();
});

const unknown = 'UNKNOWN' as const;
test.each([
  ['a picture', header, seen({ ...video(), Codec: unknown }, sound)],
  ['a picture that the service does not see at all', header, seen(sound)],
  ['a picture in another container', null, seen({ ...video(), Codec: unknown }, sound)],
  ['sound alone', null, seen({ ...sound, Codec: unknown })],
])('%s in an unknown coding is refused', (_, known, result) => {
  expect(() => join(known, result)).toThrow(expect.objectContaining({ code: 'unsupported_codec' }));
});

test('a second sound in an unknown coding is left out', () => {
  expect(join(null, seen(video(), sound, { ...sound, Codec: unknown }))?.audio).toHaveLength(1);
});

test.each([
  ['nothing', null],
  ['no tracks', { Container: { Tracks: [] } }],
])('a service that sees %s leaves nothing to plan', (_, result) => {
  expect(join(header, result)).toBeNull();
});
