import { expect, test } from 'vitest';
import { checkLengths } from './lengths.ts';

test.each([
  ['longer by a frame of AAC at 8 kHz', 5128, null],
  ['longer by two of them', 5256, { check: 'duration', file: 'index_audio.m3u8' }],
  ['shorter by a frame and a half', 4808, { check: 'duration', file: 'index_audio.m3u8' }],
])('short sound that is %s', (_, lengthMs, flaw) => {
  const sound = { kind: 'sound', file: 'index_audio.m3u8', files: [], lengthMs } as const;
  const expected = { hasAudio: true, sound: { leastMs: 5000, mostMs: 5000 } };
  const against = { expected, source: undefined, renditions: [], saidMs: [] };
  expect(checkLengths([{ ...sound, files: [] }], against)).toEqual(flaw);
});
