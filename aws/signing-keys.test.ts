import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fingerprintOf, readSigningKey, readSigningKeys } from './signing-keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'shark-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

const pemOf = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });

test.each([
  ['ECDSA P-256', pemOf(ec('prime256v1').publicKey)],
  ['RSA 2048', pemOf(rsa(2048).publicKey)],
])('%s is taken', (_, pem) => expect(readSigningKey(pem)).toEqual({ fingerprint: fingerprintOf(pem), pem }));

test.each([
  ['another curve', pemOf(ec('secp384r1').publicKey)],
  ['a longer RSA key', pemOf(rsa(3072).publicKey)],
  ['an Edwards curve', pemOf(generateKeyPairSync('ed25519').publicKey)],
  ['a private key', ec('prime256v1').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
])('%s is refused', (_, pem) => expect(() => readSigningKey(pem)).toThrow(TypeError));

test('a fingerprint does not depend on line ends', () => {
  const pem = pemOf(ec('prime256v1').publicKey);
  expect(fingerprintOf(pem.replaceAll('\n', '\r\n').trimEnd())).toBe(fingerprintOf(pem));
});

test('a folder gives its keys in the order of their names, and one that is not there gives none', () => {
  const [first, second] = [pemOf(ec('prime256v1').publicKey), pemOf(rsa(2048).publicKey)];
  writeFileSync(join(folder, '2.pem'), second);
  writeFileSync(join(folder, '1.pem'), first);
  writeFileSync(join(folder, 'README.md'), 'not a key');
  expect(readSigningKeys(folder).map(({ pem }) => pem)).toEqual([first, second]);
  expect(readSigningKeys(join(folder, 'none'))).toEqual([]);
});
