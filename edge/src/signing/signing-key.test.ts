import { expect, test } from 'vitest';
import { withSigningKey } from './signing-key.ts';

const fingerprint = '00112233445566aa';
const pointer = JSON.stringify({ fingerprint, keyPairId: 'K2' });
const key = JSON.stringify({ fingerprint, algorithm: 'ECDSA_P256', pem: 'the pem' });
const own = { KEY_PAIR_ID: 'K1', SIGNING_PRIVATE_KEY: 'another pem' };

test('the Worker signs with the key that SIGNING_WITH names', () => {
  const env = { ...own, SIGNING_WITH: pointer, SIGNING_KEY_00112233445566AA: key };
  expect(withSigningKey(env)).toMatchObject({ KEY_PAIR_ID: 'K2', SIGNING_PRIVATE_KEY: 'the pem' });
});

test('without SIGNING_WITH the settings stay as they are', () => {
  expect(withSigningKey(own)).toBe(own);
});

test.each([
  ['is not there', {}],
  ['is another key', { SIGNING_KEY_00112233445566AA: key.replace(fingerprint, '0000000000000000') }],
  ['is no JSON', { SIGNING_KEY_00112233445566AA: 'the pem' }],
])('no key at all when the named one %s: never the wrong one', (_, keys) => {
  expect(withSigningKey({ ...own, SIGNING_WITH: pointer, ...keys })).toMatchObject({
    KEY_PAIR_ID: undefined,
    SIGNING_PRIVATE_KEY: undefined,
  });
});
