import { expect, test } from 'vitest';
import { findingOf, type Looked } from './finding.ts';
import type { Media } from './media.ts';

const read = (changes: Partial<Media> = {}): Looked => ({
  read: {
    ...{ durationMs: 125_000, picture: { width: 1920, height: 1080, codec: 'avc' }, hasSound: true },
    frame: {} as OffscreenCanvas,
    ...changes,
  },
});

test.each([
  [read(), '2:05 · 1920 × 1080 · H.264'],
  [read({ hasSound: false }), '2:05 · 1920 × 1080 · H.264 · no sound'],
  [read({ picture: null, frame: null }), '2:05 · sound only'],
  [read({ durationMs: null, picture: { width: 1080, height: 1920, codec: null } }), '1080 × 1920'],
])('of a file that can be read its facts are told: %#', (looked, facts) => {
  const finding = findingOf('a.mp4', looked);
  expect(finding.facts.join(' · ')).toBe(facts);
  expect([finding.note, finding.doubt]).toEqual(['', '']);
});

test.each([
  ['a.mov', read({ frame: null }), 'This browser cannot show its picture; the service may well.'],
  ['a.AVI', { read: null }, 'Browsers cannot look into .avi files; it is sent unseen.'],
  ['a.mp4', 'not looked', 'It could not be looked into; it is sent unseen.'],
] as const)('%s is sent with a word about what is not known', (name, looked, note) => {
  expect(findingOf(name, looked)).toMatchObject({ note, doubt: '' });
});

test.each([
  ['a.mp4', { read: null }, 'It does not look like a .mp4 file inside.'],
  ['a.mp4', 'broken', 'It cannot be read: it may be broken, or its end may be missing.'],
  ['a.mp4', read({ picture: null, hasSound: false }), 'It holds neither picture nor sound.'],
] as const)('%s is asked about first where it will hardly come to anything', (name, looked, doubt) => {
  expect(findingOf(name, looked)).toMatchObject({ facts: [], doubt });
});
