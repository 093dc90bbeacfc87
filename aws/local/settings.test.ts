import { createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assertPolicy } from './cognito/passwords.ts';
import { openSettings } from './settings.ts';

let dataDir: string;
const open = () => openSettings(dataDir, 'eu-west-1');

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'shark-settings-'));
});

afterEach(() => rmSync(dataDir, { recursive: true }));

test('secrets are made once, differ between folders and are for their owner only', () => {
  const made = open();
  expect(open()).toEqual(made);
  expect(statSync(join(dataDir, 'settings.json')).mode & 0o777).toBe(0o600);
  const { admin, secretAccessKey } = openSettings(join(dataDir, 'other'), 'eu-west-1');
  expect([admin.password, secretAccessKey]).not.toEqual([made.admin.password, made.secretAccessKey]);
});

test('names and keys have the shapes AWS gives them', () => {
  const made = open();
  expect(made.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
  expect(made.secretAccessKey).toHaveLength(40);
  expect(made.userPoolId).toMatch(/^eu-west-1_[A-Za-z0-9]{9}$/);
  expect(made.keyPairId).toMatch(/^K2[A-Z0-9]{12}$/);
  expect(Buffer.from(made.sessionSecret, 'base64url')).toHaveLength(32);
  const publicKey = createPublicKey(createPrivateKey(made.signingPrivateKey));
  expect(publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
  expect(publicKey.export({ type: 'spki', format: 'pem' })).toBe(made.signingPublicKey);
});

test('the sample people have passwords that the pool takes', () => {
  const { admin, viewer } = open();
  for (const { password } of [admin, viewer]) expect(() => assertPolicy(password)).not.toThrow();
});

test('a settings file that is not ours is refused, not replaced', () => {
  writeFileSync(join(dataDir, 'settings.json'), '{"theme":"dark"}');
  expect(open).toThrow('accessKeyId');
});
