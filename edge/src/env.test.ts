import { expect, test } from 'vitest';
import { settings } from '../test/fixtures.ts';
import { readSettings } from './env.ts';

const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...rest } = settings;
const role = { ROLE_ARN: 'arn:aws:iam::111122223333:role/shark-worker' };
const key = { ISSUER_PRIVATE_KEY: 'k' };
const id = { AWS_ACCESS_KEY_ID: 'a' };
const secret = { AWS_SECRET_ACCESS_KEY: 's' };

test.each([
  ['a role and a key to sign with', { ...role, ...key }],
  ['an access key', { ...id, ...secret }],
  ['an access key while the role is not there yet', { ...id, ...secret, ...key }],
])('%s is a way into AWS', (_, way) => {
  expect(readSettings({ ...rest, ...way })).toMatchObject(way);
});

test.each([
  ['nothing', {}, 'ROLE_ARN, ISSUER_PRIVATE_KEY'],
  ['a role alone', role, 'ISSUER_PRIVATE_KEY'],
  ['a key alone', key, 'ROLE_ARN'],
  ['half an access key', id, 'AWS_SECRET_ACCESS_KEY'],
  ['half of each', { ...id, ...role }, 'ISSUER_PRIVATE_KEY'],
  ['something that is no role', { ...key, ROLE_ARN: 'shark' }, 'ROLE_ARN'],
])('%s is none: what is missing is named', (_, way, names) => {
  expect(() => readSettings({ ...rest, ...way })).toThrow(`wrong or missing settings: ${names}`);
});
