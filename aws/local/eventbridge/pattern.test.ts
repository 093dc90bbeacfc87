import { expect, test } from 'vitest';
import jobEvent from '../../../shared/events/reference/mc-canceled.json' with { type: 'json' };
import s3Event from '../../../shared/events/reference/s3-object-created.json' with { type: 'json' };
import { rules } from '../../../shared/events/rules.ts';
import { compilePattern } from './pattern.ts';

test('the rules match the recorded events of their service and no others', () => {
  const uploaded = compilePattern(rules.sourceUploaded('up'));
  const changed = compilePattern(rules.jobChanged(jobEvent.detail.queue));
  expect([uploaded(s3Event), uploaded(jobEvent)]).toEqual([true, false]);
  expect([changed(jobEvent), changed(s3Event)]).toEqual([true, false]);
});

test.each([
  ['another bucket', { bucket: { name: ['down'] } }],
  ['another prefix', { object: { key: [{ prefix: 'videos/' }] } }],
  ['a field the event lacks', { nothing: ['x'] }],
  ['a prefix of a number', { object: { size: [{ prefix: '1' }] } }],
])('%s does not match', (_, detail) => {
  expect(compilePattern({ detail })(s3Event)).toBe(false);
});

test.each([
  ['one of several', { a: [1, 'x'] }, { a: 'x' }],
  ['null', { a: [null] }, { a: null }],
  ['a member of a list', { a: ['x'] }, { a: ['y', 'x'] }],
])('%s matches', (_, pattern, event) => {
  expect(compilePattern(pattern)(event)).toBe(true);
});

test.each([
  ['anything-but', { a: [{ 'anything-but': 'x' }] }],
  ['exists', { a: [{ exists: false }] }],
  ['prefix with more', { a: [{ prefix: 'x', suffix: 'y' }] }],
  ['$or', { $or: [{ a: ['x'] }] }],
  ['a bare value', { a: 'x' }],
  ['an empty list', { a: [] }],
  ['an empty pattern', {}],
])('%s is refused when the rule is made', (_, pattern) => {
  expect(() => compilePattern(pattern)).toThrow(TypeError);
});
