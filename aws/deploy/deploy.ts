import { appOriginOf } from '../settings.ts';
import { askSettings } from './ask-settings.ts';
import { type Deployment, exampleDeployment, readDeployment } from './deployment.ts';
import { Refusal } from './refusal.ts';
import { describeSteps, runSteps, type Step } from './step.ts';
import { dropAccessKey, makeAccessKey } from './steps/access-key.ts';
import { checkAccounts } from './steps/accounts.ts';
import { obtainCertificate } from './steps/certificate.ts';
import { bootstrap, deployCore } from './steps/core.ts';
import { inviteFirstAdmin } from './steps/first-admin.ts';
import { checkHealth } from './steps/health.ts';
import { verifyMailDomain } from './steps/mail.ts';
import { mediaRecord } from './steps/media-record.ts';
import { leaveSandbox } from './steps/sandbox.ts';
import { ensureSigningKey } from './steps/signing-key.ts';
import { buildPlayer, placeWorker } from './steps/worker.ts';
import { giveSettings } from './steps/worker-settings.ts';
import type { World } from './world.ts';

/** The steps of a deployment in their order: each needs what those before it made. */
export function deploySteps(deployment: Deployment): Step[] {
  const { mail, workerAccess } = deployment.settings;
  const keyless = workerAccess === 'keyless';
  return [
    checkAccounts(deployment),
    buildPlayer(deployment),
    placeWorker(deployment),
    ensureSigningKey(deployment),
    obtainCertificate(deployment),
    ...(mail ? [verifyMailDomain(deployment, mail), leaveSandbox(deployment, mail)] : []),
    bootstrap(deployment),
    ...(keyless ? [dropAccessKey(deployment)] : []),
    deployCore(deployment),
    ...(keyless ? [] : [makeAccessKey(deployment)]),
    giveSettings(deployment),
    mediaRecord(deployment),
    inviteFirstAdmin(deployment),
    checkHealth(deployment),
  ];
}

function rehearse(world: World): number {
  const known = readDeployment(world);
  const { say } = world;
  say(
    known
      ? 'What npm run deploy would do:'
      : 'No deploy.json yet; what npm run deploy would do with an example of one:',
  );
  describeSteps(deploySteps(known ?? exampleDeployment(world)), say);
  say('\nWhat a month costs: docs/costs.md, or npm run costs for your own numbers.');
  say('Nothing was changed, and nobody was asked.');
  return 0;
}

/**
 * `npm run deploy`. Resolves with the exit code: 0 when everything is in place, 1 when a step failed or something is
 * left for a person to do; running it again goes on from there.
 */
export async function deploy(world: World, { dryRun }: { dryRun: boolean }): Promise<number> {
  if (dryRun) return rehearse(world);
  if (!readDeployment(world)) await askSettings(world);
  const deployment = readDeployment(world);
  if (!deployment) throw new Refusal('There is no deploy.json.');
  const ran = await runSteps(deploySteps(deployment), world.say);
  if (!ran.ok) {
    world.say(`\nStopped at “${ran.step}”. What was done stays; npm run deploy goes on from there.`);
    return 1;
  }
  if (ran.waiting.length > 0) {
    world.say(`\nDeployed, but left for you to do:\n${ran.waiting.join('\n')}\nnpm run deploy checks it.`);
    return 1;
  }
  world.say(`\nDeployed: ${appOriginOf(deployment.settings)}\nCommit deploy.json and aws/keys.`);
  return 0;
}
