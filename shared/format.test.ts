import { expect, test } from 'vitest';
import { formatBytes, formatDuration, qualityName } from './format.ts';

test.each([
  [0, '0:00'],
  [400, '0:01'],
  [900, '0:01'],
  [59_600, '1:00'],
  [125_000, '2:05'],
  [3_600_000, '1:00:00'],
  [3_723_400, '1:02:03'],
  [36_000_000, '10:00:00'],
])('%i ms is shown as %s', (durationMs, shown) => {
  expect(formatDuration(durationMs)).toBe(shown);
});

test.each([
  [0, '0 bytes'],
  [512, '512 bytes'],
  [1500, '1.5 kB'],
  [104_857_600, '105 MB'],
  [1_440_000_000, '1.4 GB'],
  [5e15, '5000 TB'],
])('%i bytes are shown as %s', (bytes, shown) => {
  expect(formatBytes(bytes)).toBe(shown);
});

test('a portrait video is named by its short side', () => {
  expect(qualityName({ width: 1080, height: 1920 })).toBe('1080p');
});
