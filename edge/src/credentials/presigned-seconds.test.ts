import { expect, test } from 'vitest';
import { type Credentials, presignedSeconds } from './credentials.ts';

const nowMs = 1_000_000;
const clock = { now: () => nowMs };
const provider = (expiration?: Date) => {
  const credentials: Credentials = {
    accessKeyId: 'a',
    secretAccessKey: 's',
    ...(expiration && { expiration }),
  };
  return Object.assign(async () => credentials, { memoized: true as const });
};

test.each([
  ['without a session: an hour', undefined, 3600],
  ['a session of two hours: an hour', new Date(nowMs + 7_200_000), 3600],
  ['a session of ten minutes: as long', new Date(nowMs + 600_000), 600],
  ['parts of a second do not count', new Date(nowMs + 61_999), 61],
])('%s', async (_, expiration, seconds) => {
  expect(await presignedSeconds(provider(expiration), clock)).toBe(seconds);
});

test('a session that is over signs nothing', async () => {
  const over = provider(new Date(nowMs));
  await expect(presignedSeconds(over, clock)).rejects.toMatchObject({ code: 'unavailable' });
});
