import { rmSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { afterEach, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { exampleSettings, type SettingsInput, settingsSchema } from './settings.ts';
import { SharkStack } from './stack.ts';
import { context, root, testKey } from './testing/synth.ts';

const folders: string[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Synthesizes an app with the checks that `aws/app.ts` runs; their report. */
async function reportOf(fill: (app: App) => void): Promise<string> {
  const outdir = await mkdtemp(join(tmpdir(), 'shark-checks-'));
  folders.push(outdir);
  const app = new App({ outdir, context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  fill(app);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  vi.spyOn(console, 'error').mockReturnValue();
  vi.spyOn(console, 'log').mockReturnValue();
  try {
    app.synth();
  } catch (error) {
    // The report is what counts; whether a finding also ends the synthesis is its severity's matter.
    if (!(error instanceof Error) || error.name !== 'ValidationFailed') throw error;
  }
  return readFile(join(outdir, 'validation-report.json'), 'utf8').catch(() => '');
}

test('the validation that comes with the CDK sees a property that does not exist', async () => {
  const report = await reportOf((app) => {
    const properties = { BucketNam: 'a' };
    new CfnResource(new Stack(app, 'Stack'), 'Bucket', { type: 'AWS::S3::Bucket', properties });
  });
  expect(report).toContain('CloudFormation Validate');
  expect(report).toContain('BucketNam');
});

test('cdk-nag sees a bucket that takes unencrypted requests', async () => {
  const report = await reportOf((app) => void new Bucket(new Stack(app, 'Stack'), 'Bucket'));
  expect(report).toContain('AwsSolutions-S10');
});

const violationSchema = z.object({
  ruleName: z.string(),
  violatingConstructs: z.array(z.object({ constructPath: z.string() })),
});
const reportSchema = z.object({
  pluginReports: z.array(z.object({ violations: z.array(violationSchema) })),
});

type Finding = { rule: string; path: string };

/** What the checks say: `rule`, at the construct of that `path`. */
const findingsIn = (report: string): Finding[] =>
  reportSchema
    .parse(JSON.parse(report))
    .pluginReports.flatMap(({ violations }) => violations)
    .flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => ({ rule: ruleName, path: constructPath })),
    );

test('each finding is accepted at its own construct, and nothing is accepted that is none', async () => {
  const accepted: Finding[] = [];
  const { of } = Validations;
  vi.spyOn(Validations, 'of').mockImplementation((construct) => {
    const validations = of(construct);
    vi.spyOn(validations, 'acknowledge').mockImplementation(({ id }) => {
      accepted.push({ rule: id, path: construct.node.path });
    });
    return validations;
  });
  const report = await reportOf((app) => {
    new SharkStack(app, { settings: exampleSettings, signingKeys: [testKey], root });
  });
  const findings = findingsIn(report);
  expect(findings.length).toBeGreaterThan(0);
  const covers = (one: Finding, finding: Finding) =>
    one.rule === finding.rule && finding.path.startsWith(`${one.path}/`);
  expect(findings.filter((finding) => !accepted.some((one) => covers(one, finding)))).toEqual([]);
  expect(accepted.filter((one) => !findings.some((finding) => covers(one, finding)))).toEqual([]);
});

test.each<[string, Partial<SettingsInput>]>([
  ['static keys', { workerAccess: 'static-keys' }],
  ['mail of its own', { mail: { from: 'video@example.com', identityDomain: 'example.com' } }],
  ['data that goes with the stack', { keepData: false }],
  ['reserved concurrency', { reservedConcurrency: { submitJob: 5, recordJob: 5 } }],
])('a deployment with %s passes as well', async (_, changes) => {
  const settings = settingsSchema.parse({ ...exampleSettings, ...changes });
  const report = await reportOf(
    (app) => void new SharkStack(app, { settings, signingKeys: [testKey], root }),
  );
  expect(findingsIn(report)).toEqual([]);
});
