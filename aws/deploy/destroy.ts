import { type Deployment, exampleDeployment, readDeployment } from './deployment.ts';
import { Refusal } from './refusal.ts';
import { describeSteps, runSteps, type Step } from './step.ts';
import { checkAccounts } from './steps/accounts.ts';
import { findStores } from './teardown/data.ts';
import * as teardown from './teardown/steps.ts';
import { describeWhatStays, ratesOfWhatStays } from './teardown/what-stays.ts';
import type { World } from './world.ts';

export type DestroyOptions = { allData: boolean; yes: boolean; dryRun: boolean };

/** The steps of a teardown; the data's own only with `allData`. */
export function destroySteps(deployment: Deployment, allData: boolean): Step[] {
  const { removeWorker, cancelJobs, removeAccessKeys, deleteStack } = teardown;
  const ends = [removeWorker, cancelJobs, removeAccessKeys];
  const before = allData ? [checkAccounts] : [checkAccounts, teardown.assertKept];
  const data = allData ? [teardown.remember, teardown.releaseData] : [teardown.remember];
  const after = allData ? [teardown.deleteData, teardown.deleteCertificate, teardown.deleteMailIdentity] : [];
  return [...before, ...ends, ...data, deleteStack, ...after].map((step) => step(deployment));
}

const leftovers =
  'Left in any case: DNS records you added yourself, deploy.json and aws/keys in the repository, the account’s own CDKToolkit stack.';

function rehearse(world: World, allData: boolean): number {
  const { say } = world;
  const known = readDeployment(world);
  say(
    known
      ? 'What npm run destroy would do:'
      : 'No deploy.json here; what npm run destroy would do with an example of one:',
  );
  describeSteps(destroySteps(known ?? exampleDeployment(world), allData), say);
  if (!allData)
    say(`\nWhat would stay, and its list price:\n${ratesOfWhatStays.map((line) => `  ${line}`).join('\n')}`);
  say(`\n${leftovers}\n\nNothing was changed, and nobody was asked.`);
  return 0;
}

/** @throws Refusal when the person does not type the deployment's name, or nobody can be asked */
async function confirm({ world, settings }: Deployment, allData: boolean): Promise<void> {
  const { stackName, region, appDomain } = settings;
  if (!world.ask) throw new Refusal('Nobody can be asked here: say --yes if you mean it.');
  world.say(
    `This ends ${appDomain} (${stackName} in ${region})${allData ? ' and deletes all its data for good' : '; its data stays'}.`,
  );
  const typed = await world.ask(`Type ${stackName} to go on: `);
  if (typed.trim() !== stackName) throw new Refusal('That is not its name. Nothing was changed.');
}

/** `npm run destroy`. Resolves with the exit code; may be run again after any failure. */
export async function destroy(world: World, { allData, yes, dryRun }: DestroyOptions): Promise<number> {
  if (dryRun) return rehearse(world, allData);
  const deployment = readDeployment(world);
  if (!deployment) throw new Refusal('There is no deploy.json here, so nothing to destroy is known.');
  if (!yes) await confirm(deployment, allData);
  const ran = await runSteps(destroySteps(deployment, allData), world.say);
  if (!ran.ok) {
    world.say(`\nStopped at “${ran.step}”. npm run destroy, with the same options, goes on from there.`);
    return 1;
  }
  world.say(
    allData
      ? `\nNothing is left of ${deployment.settings.stackName}.`
      : `\n${await describeWhatStays(deployment, await findStores(deployment))}`,
  );
  world.say(leftovers);
  return 0;
}
