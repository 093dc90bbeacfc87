import { rmSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { afterEach, expect, test, vi } from 'vitest';

const folders: string[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Synthesizes a stack with the checks that `aws/app.ts` runs; their report. */
async function reportOf(fill: (stack: Stack) => void): Promise<string> {
  const outdir = await mkdtemp(join(tmpdir(), 'shark-checks-'));
  folders.push(outdir);
  const app = new App({ outdir });
  fill(new Stack(app, 'Stack'));
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
  const report = await reportOf((stack) => {
    new CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties: { BucketNam: 'a' } });
  });
  expect(report).toContain('CloudFormation Validate');
  expect(report).toContain('BucketNam');
});

test('cdk-nag sees a bucket that takes unencrypted requests', async () => {
  expect(await reportOf((stack) => void new Bucket(stack, 'Bucket'))).toContain('AwsSolutions-S10');
});
