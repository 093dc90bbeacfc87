import { expect, test } from 'vitest';
import { reportOf } from './report.ts';

const failed = {
  title: 'The connection was lost',
  next: 'Check your connection.',
  video: { title: 'Reef', positionMs: 83_400 },
  page: 'https://app.example/watch/01J',
  requestId: 'r1',
  at: new Date('2026-05-06T07:08:09Z'),
};

test('a report says what happened, what to do, where, when and under which id', () => {
  expect(reportOf(failed)).toBe(`The connection was lost.
Check your connection.
Video: Reef, at 1:23
Page: https://app.example/watch/01J
Time: 2026-05-06T07:08:09.000Z
Request: r1`);
});

test('before the first answer there is no id, and before playing no time', () => {
  const text = reportOf({ ...failed, requestId: null, video: { title: 'Reef', positionMs: 0 } });
  expect(text).not.toContain('Request');
  expect(text).toContain('at 0:00');
});
