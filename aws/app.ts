import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { exampleSettings, readSettings } from './settings.ts';
import { readSigningKey, readSigningKeys } from './signing-keys.ts';
import { SharkStack } from './stack.ts';

const root = join(import.meta.dirname, '..');
const app = new App();

/** `-c rehearsal=true` stands in for what a clean clone does not have yet, settings and signing keys; never deploy that. */
const rehearsal = app.node.tryGetContext('rehearsal') === 'true';

function settingsOf() {
  const settings = readSettings(join(root, 'deploy.json'));
  if (!settings && !rehearsal)
    throw new TypeError('there is no deploy.json; `npm run deploy` asks for what belongs there');
  return settings ?? exampleSettings;
}

function keysOf() {
  const keys = readSigningKeys(join(root, 'aws/keys'));
  if (keys.length > 0) return keys;
  if (!rehearsal) throw new TypeError('there is no public key in aws/keys yet; `npm run deploy` makes one');
  return [readSigningKey(readFileSync(join(root, 'aws/testing/signing-key.pem'), 'utf8'))];
}

new SharkStack(app, { settings: settingsOf(), signingKeys: keysOf(), root });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
app.synth();
