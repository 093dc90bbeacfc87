import type { Track } from '@aws-sdk/client-mediaconvert';
import { expect, test } from 'vitest';
import { expectedOf, type Lengths, seenLengths } from './expected.ts';

const both = { hasPicture: true, hasAudio: true };
const film = { hasPicture: true, hasAudio: false };
const song = { hasPicture: false, hasAudio: true };
const lengths = (wholeMs: number | null, pictureMs: number | null = null, ...soundMs: number[]): Lengths => ({
  wholeMs,
  pictureMs: pictureMs === null ? [] : [pictureMs],
  soundMs,
});
const range = (leastMs: number, mostMs = leastMs) => ({ leastMs, mostMs });

test.each([
  [
    'tracks that differ are each held against their own length, up to the whole',
    [lengths(12_000, 10_000, 12_000)],
    both,
    { picture: range(10_000, 12_000), sound: range(12_000) },
  ],
  [
    'the shortest of several sounds counts',
    [lengths(10_000, 10_000, 9000, 10_000)],
    both,
    { picture: range(10_000), sound: range(9000, 10_000) },
  ],
  [
    'where only the whole is known, the longer track has to come near it',
    [lengths(10_000)],
    both,
    { whole: range(9500, 10_000) },
  ],
  [
    'sound of no known length is not held against that of the picture',
    [lengths(12_000, 10_000)],
    both,
    { picture: range(10_000, 12_000) },
  ],
  ['a picture alone is the whole', [lengths(10_000)], film, { picture: range(10_000) }],
  ['so is sound alone', [lengths(10_000)], song, { sound: range(10_000) }],
  [
    'what header and service say differently are both possible',
    [lengths(8000, 8000, 10_000), lengths(3000, 3000, 3000)],
    both,
    { picture: range(3000, 8000), sound: range(3000, 10_000) },
  ],
  ['of what nobody says, nothing is expected', [lengths(null), lengths(null)], both, {}],
])('%s', (_, said, kinds, ranges) => {
  expect(expectedOf(said, kinds)).toEqual({ hasAudio: kinds.hasAudio, ...ranges });
});

test('the service’s seconds become ms; no length, none that can be', () => {
  const Tracks: Track[] = [
    { TrackType: 'video', Duration: 9.96 },
    { TrackType: 'audio', Duration: 10.0267 },
    { TrackType: 'audio', Duration: 0 },
    { TrackType: 'data', Duration: 99 },
  ];
  expect(seenLengths({ Container: { Duration: 10.0267, Tracks } })).toEqual(lengths(10_027, 9960, 10_027));
  expect(seenLengths(null)).toEqual(lengths(null));
});
