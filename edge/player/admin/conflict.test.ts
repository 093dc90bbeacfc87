import { expect, test } from 'vitest';
import type { Video } from '../../../shared/video.ts';
import { differing, shown } from './conflict.ts';

const theirs = {
  video: { title: 'Reef', tags: ['sea'], published: true, description: '' } as unknown as Video,
  etag: '"2.1"',
};

test('only what would be overwritten is shown', () => {
  expect(differing({ title: 'Reef', tags: ['sea', 'night'] }, theirs)).toEqual(['tags']);
  expect(differing({ title: 'Reef at night', published: false }, theirs)).toEqual(['title', 'published']);
  expect(differing({ title: 'Reef' }, theirs)).toEqual([]);
});

test.each([
  [['sea', 'night'], 'sea, night'],
  [[], '(none)'],
  [true, 'yes'],
  [false, 'no'],
  ['', '(empty)'],
  [null, '(empty)'],
  ['Reef', 'Reef'],
])('%j reads as %s', (value, text) => {
  expect(shown(value)).toBe(text);
});
