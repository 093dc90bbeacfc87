import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDeployment } from './deployment.ts';
import { exampleSettings } from './settings.ts';
import { testKey } from './testing/synth.ts';

let clone: string;
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'shark-clone-'));
});
afterEach(() => rmSync(clone, { recursive: true }));

const addSettings = () =>
  writeFileSync(join(clone, 'deploy.json'), JSON.stringify({ ...exampleSettings, org: 'whale' }));
function addKey() {
  mkdirSync(join(clone, 'aws/keys'), { recursive: true });
  writeFileSync(join(clone, 'aws/keys/first.pem'), testKey.pem);
}

test('a clean clone can be rehearsed', () => {
  expect(readDeployment(clone, { rehearsal: true })).toEqual({
    settings: exampleSettings,
    signingKeys: [testKey],
  });
});

test('a clean clone cannot be deployed, and says why', () => {
  expect(() => readDeployment(clone)).toThrow('deploy.json');
  addSettings();
  expect(() => readDeployment(clone)).toThrow('public key');
});

test.each([true, false])('what is there is taken (rehearsal: %s)', (rehearsal) => {
  addSettings();
  addKey();
  const { settings, signingKeys } = readDeployment(clone, { rehearsal });
  expect(settings.org).toBe('whale');
  expect(signingKeys).toEqual([testKey]);
});
