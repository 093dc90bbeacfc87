import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { exampleSettings, loginPrefixOf, readSettings, settingsSchema } from './settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'shark-settings-'));
const file = join(folder, 'deploy.json');
afterAll(() => rmSync(folder, { recursive: true }));

test('without a file there are none', () => expect(readSettings(join(folder, 'none.json'))).toBeNull());

test('a file is read, and what it leaves out has a value', () => {
  const { region, parentDomain, appDomain, mediaDomain, certificateArn, firstAdmin } = exampleSettings;
  writeFileSync(
    file,
    JSON.stringify({ region, parentDomain, appDomain, mediaDomain, certificateArn, firstAdmin }),
  );
  expect(readSettings(file)).toEqual(exampleSettings);
});

test.each([
  ['a setting that does not exist', { budget: 5 }],
  ['a certificate outside us-east-1', { certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/a' }],
  ['a media host under another parent', { mediaDomain: 'media.elsewhere.example' }],
  ['a host that only ends alike', { mediaDomain: 'mediavideo.example.com' }],
  ['an origin where a host belongs', { appDomain: 'https://app.video.example.com' }],
  ['a prefix with a word that Cognito refuses', { loginPrefix: 'my-cognito' }],
  ['an address that is none', { firstAdmin: 'admin' }],
  ['an invitation for longer than Cognito allows', { invitationDays: 366 }],
  ['no concurrency at all', { reservedConcurrency: { submitJob: 0 } }],
])('%s is refused', (_, wrong) => {
  expect(settingsSchema.safeParse({ ...exampleSettings, ...wrong }).success).toBe(false);
});

test('the sign-in host is derived from the app’s unless it is named', () => {
  const other = { ...exampleSettings, appDomain: 'app.other.example' };
  expect(loginPrefixOf(exampleSettings)).toMatch(/^video-[0-9a-f]{12}$/);
  expect(loginPrefixOf(other)).not.toBe(loginPrefixOf(exampleSettings));
  expect(loginPrefixOf({ ...exampleSettings, loginPrefix: 'ours' })).toBe('ours');
});
