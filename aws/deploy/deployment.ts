import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { exampleSettings, type Settings, settingsSchema } from '../settings.ts';
import { type Aws, createAws } from './aws-cli.ts';
import { Refusal } from './refusal.ts';
import { createStack, type DeployedStack } from './stack-outputs.ts';
import { createWorker, type Worker, workerNameOf } from './worker.ts';
import type { World } from './world.ts';

/** The one settings file; `certificateArn` may be absent until the certificate has been asked for. */
export const fileOf = (root: string) => join(root, 'deploy.json');

/** CloudFront and its certificate are in this region only. */
const certificateRegion = 'us-east-1';

export type Deployment = {
  world: World;
  settings: Settings;
  /** Null until there is one; `settings.certificateArn` means nothing then. */
  certificateArn: string | null;
  worker: Worker;
  aws: Aws;
  /** us-east-1. */
  certificates: Aws;
  stack: DeployedStack;
};

const rawSchema = z.record(z.string(), z.unknown());
type Raw = z.infer<typeof rawSchema>;

function readRaw(root: string): Raw | null {
  if (!existsSync(fileOf(root))) return null;
  try {
    return rawSchema.parse(JSON.parse(readFileSync(fileOf(root), 'utf8')));
  } catch {
    throw new Refusal('deploy.json is not a JSON object.');
  }
}

export function writeRaw(root: string, raw: Raw): void {
  writeFileSync(fileOf(root), `${JSON.stringify(raw, null, 2)}\n`);
}

/** @throws Refusal that names every setting that is missing or wrong */
function parse(raw: Raw): Settings {
  const read = settingsSchema.safeParse({ certificateArn: exampleSettings.certificateArn, ...raw });
  if (read.success) return read.data;
  const lines = read.error.issues.map(({ path, message }) => {
    const isMissing = path.length === 1 && raw[String(path[0])] === undefined;
    return `  ${path.join('.') || 'deploy.json'}: ${isMissing ? 'is missing' : message}`;
  });
  throw new Refusal(`deploy.json cannot be used as it is:\n${lines.join('\n')}`);
}

function toDeployment(world: World, raw: Raw): Deployment {
  const settings = parse(raw);
  const aws = createAws(world, settings.region);
  return {
    world,
    settings,
    certificateArn: 'certificateArn' in raw ? settings.certificateArn : null,
    worker: createWorker(world, workerNameOf(settings)),
    aws,
    certificates: createAws(world, certificateRegion),
    stack: createStack(aws, settings.stackName),
  };
}

/** The deployment that deploy.json describes; null when there is no such file. @throws Refusal when it is wrong */
export function readDeployment(world: World): Deployment | null {
  const raw = readRaw(world.root);
  return raw && toDeployment(world, raw);
}

/** A deployment to speak about where nothing is set yet; not one to make. */
export function exampleDeployment(world: World): Deployment {
  const { certificateArn: _, ...raw } = exampleSettings;
  return toDeployment(world, raw);
}

/** Writes the certificate into deploy.json, where synthesis reads it. */
export function keepCertificate(deployment: Deployment, arn: string): void {
  const { root } = deployment.world;
  writeRaw(root, { ...readRaw(root), certificateArn: arn });
  deployment.certificateArn = arn;
}
