import { expect, test } from 'vitest';
import { upstreamFailure } from './upstream-failure.ts';

const answered = (name: string, httpStatusCode?: number) =>
  Object.assign(new Error('inside'), { name, $metadata: { httpStatusCode } });
const named = (name: string, message = 'inside') => Object.assign(new Error(message), { name });

test.each([
  ['throttling', answered('ProvisionedThroughputExceededException', 400), 'unavailable'],
  ['too many requests', answered('TooManyRequestsException', 400), 'unavailable'],
  ['a service down', answered('ServiceUnavailable', 503), 'unavailable'],
  ['a broken service', answered('InternalServerError', 500), 'unavailable'],
  ['no answer', answered('TimeoutError'), 'unavailable'],
  ['no connection', named('Error', 'Network connection lost.'), 'unavailable'],
  ['a time-out', named('TimeoutError'), 'unavailable'],
  ['a missing permission', answered('AccessDeniedException', 400), 'upstream_error'],
  ['a missing table', answered('ResourceNotFoundException', 400), 'upstream_error'],
])('%s is told apart', (_name, error, code) => {
  expect(upstreamFailure(error)).toMatchObject({ code, message: expect.not.stringContaining('inside') });
});

test('a mistake of our own is none of a service’s', () => {
  expect(upstreamFailure(new TypeError('x is not a function'))).toBeNull();
});
