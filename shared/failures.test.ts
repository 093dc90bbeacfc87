import { describe, expect, test } from 'vitest';
import { failure, failureCodes, reactionTo, retryAfterMs } from './failures.ts';
import { failureSchema } from './progress.ts';

test.each(failureCodes)('%s is said in sentences of its own, and stored as the API shows it', (code) => {
  const stored = failure(code);
  expect(failureSchema.strict().parse(stored)).toEqual(stored);
  for (const sentence of [stored.message, stored.remedy]) expect(sentence).toMatch(/^[A-Z].{8,110}\.$/);
});

test('no two failures say the same', () => {
  expect(new Set(failureCodes.map((code) => failure(code).message)).size).toBe(failureCodes.length);
});

test('what the pipeline tries again by itself, a person may too', () => {
  for (const code of failureCodes.filter((one) => reactionTo(one) !== 'never'))
    expect(failure(code)).toMatchObject({ retryable: true });
});

test.each([
  ['empty_file', 'never', false],
  ['not_media', 'never', false],
  ['truncated', 'never', false],
  ['encrypted', 'never', false],
  ['unsupported_codec', 'never', false],
  ['too_long', 'never', false],
  ['too_large', 'never', false],
  ['upload_abandoned', 'never', false],
  ['budget_exceeded', 'never', true],
  ['transcode_canceled', 'never', true],
  ['job_lost', 'later', true],
  ['transcode_failed', 'later', true],
  ['service_setup', 'later', true],
  ['job_refused', 'safe', true],
  ['settings_unsuitable', 'safe', true],
  ['output_rejected', 'safe', true],
] as const)('%s is tried again %s; by a person: %s', (code, reaction, retryable) => {
  expect(reactionTo(code)).toBe(reaction);
  expect(failure(code).retryable).toBe(retryable);
});

test('a check that failed is told with its file', () => {
  const detail = { check: 'segments', file: 'index_720p_000000003.m4s' };
  expect(failure('output_rejected', detail)).toMatchObject({ code: 'output_rejected', detail });
});

describe('waiting before another try', () => {
  test.each([
    [0, 0, 48_000],
    [0, 0.5, 60_000],
    [1, 0.5, 300_000],
    [2, 0.5, 1_200_000],
    [2, 1, 1_440_000],
    [3, 0.5, null],
  ])('after %d tries, with the dice at %d, it is %s ms', (tries, dice, ms) => {
    expect(retryAfterMs(tries, () => dice)).toBe(ms);
  });
});
