import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { assertWithin, networkOf } from './rate-limit.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:DB8:1:2::6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['', ''],
])('%s is counted as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test('each key has its own limit, as wrangler.toml says', async () => {
  const ask = (key: string) => assertWithin(env, 'HELP_BY_ADDRESS', key);
  const askTwoMinutesWorth = async () => {
    // The minute may turn in between; then the limit starts anew.
    for (let asked = 0; asked < 7; asked++) await ask('one');
  };
  await expect(askTwoMinutesWorth()).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 60 });
  await ask('another');
});

test('without its binding nothing is let through', async () => {
  await expect(assertWithin({}, 'HELP_BY_ADDRESS', 'one')).rejects.toMatchObject({ code: 'unavailable' });
});
