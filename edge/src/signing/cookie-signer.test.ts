import { describe, expect, test } from 'vitest';
import file from '../../../aws/local/cloudfront/vectors.json';
import { createCookieSigner } from './cookie-signer.ts';

const { keys, vectors } = file;
const custom = vectors.filter(({ policy }) => policy === 'custom');
const hashOf = (hash: string) => (hash === 'SHA256' ? 'SHA256' : 'SHA1');

const signerFor = (key: 'rsa' | 'ec', hash: 'SHA1' | 'SHA256') =>
  createCookieSigner({
    KEY_PAIR_ID: keys[key].keyPairId,
    SIGNING_PRIVATE_KEY: keys[key].testOnlyPrivateKey,
    SIGNING_HASH: hash,
  });

test.each(custom.filter(({ key }) => key === 'rsa'))(
  'the signer makes what openssl made: $name',
  async ({ hash, resource, expires, cookies }) => {
    const made = await signerFor('rsa', hashOf(hash)).sign({ resource, expiresAtMs: expires * 1000 + 999 });
    expect(made).toEqual(cookies);
  },
);

const bytes = (base64: string) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
const usual = (text: string) => text.replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/');

/** One INTEGER of a DER signature as 32 bytes, and where the next one starts. */
function integer(der: Uint8Array, at: number): { value: Uint8Array; next: number } {
  const next = at + 2 + (der[at + 1] ?? 0);
  const value = new Uint8Array(32);
  const digits = der.slice(at + 2, next).slice(-32);
  value.set(digits, 32 - digits.length);
  return { value, next };
}

function rawSignature(der: Uint8Array): Uint8Array<ArrayBuffer> {
  const r = integer(der, 2);
  return new Uint8Array([...r.value, ...integer(der, r.next).value]);
}

describe.each(custom.filter(({ key }) => key === 'ec'))('$name', ({ hash, resource, expires, cookies }) => {
  test('names the same cookies with the same policy, signed in DER as CloudFront wants it', async () => {
    const made = await signerFor('ec', hashOf(hash)).sign({ resource, expiresAtMs: expires * 1000 });
    expect(made).toEqual({ ...cookies, 'CloudFront-Signature': expect.any(String) });

    const pem = keys.ec.publicKey.replace(/-----.*?-----|\s/g, '');
    const key = await crypto.subtle.importKey(
      'spki',
      bytes(pem),
      { name: 'ECDSA', namedCurve: 'P-256' },
      false,
      ['verify'],
    );
    const verified = await crypto.subtle.verify(
      { name: 'ECDSA', hash: hash === 'SHA256' ? 'SHA-256' : 'SHA-1' },
      key,
      rawSignature(bytes(usual(made['CloudFront-Signature'] ?? ''))),
      bytes(usual(made['CloudFront-Policy'] ?? '')),
    );
    expect(verified).toBe(true);
  });
});
