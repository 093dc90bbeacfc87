import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { dueKeys, keyOf } from '../shared/catalog-table.ts';
import { schedules } from '../shared/events/schedules.ts';
import { movie } from './lambdas/testing/movie.ts';
import { uploadingNext, version, videoId } from './lambdas/testing/videos.ts';
import { createWorld, type World } from './lambdas/testing/world.ts';
import { root, synthesize } from './testing/synth.ts';

const functionSchema = z.object({
  Properties: z.object({ Handler: z.literal('index.handler'), Code: z.object({ S3Key: z.string() }) }),
});

const { outdir, template } = synthesize({ bundle: true });
const folder = mkdtempSync(join(tmpdir(), 'shark-handlers-'));
afterAll(() => {
  for (const path of [outdir, folder]) rmSync(path, { recursive: true });
});

/** Copies what would be uploaded to where no `node_modules` is near, as on Lambda. */
function bundleOf(name: string): string {
  const found = Object.entries(template.findResources('AWS::Lambda::Function')).find(([id]) =>
    id.startsWith(`Transcoding${name}`),
  );
  const { S3Key } = functionSchema.parse(found?.[1]).Properties.Code;
  const asset = join(outdir, `asset.${S3Key.replace('.zip', '')}`);
  expect(readdirSync(asset)).toEqual(['index.mjs']);
  const copy = join(folder, `${name}.mjs`);
  copyFileSync(join(asset, 'index.mjs'), copy);
  return copy;
}

const bundles = {
  'submit-job': bundleOf('SubmitJob'),
  'record-job': bundleOf('RecordJob'),
  sweep: bundleOf('Sweep'),
};

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

async function endpointOf(client: { config: { endpoint?: (() => Promise<Endpoint>) | undefined } }) {
  const at = await client.config.endpoint?.();
  return `${at?.protocol}//${at?.hostname}:${at?.port}`;
}
type Endpoint = { protocol: string; hostname: string; port?: number | undefined };

const load = (name: string): unknown =>
  JSON.parse(readFileSync(join(root, 'shared/events/reference', name), 'utf8'));

/** Runs a bundle in a process of its own with nothing but Lambda's environment; its log, a line an item. */
async function run(name: keyof typeof bundles, event: unknown): Promise<Record<string, unknown>[]> {
  const { dynamodb, s3, mediaconvert } = world.overrides;
  const script = `const { handler } = await import(process.argv[1]); await handler(${JSON.stringify(event)});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, bundles[name]], {
    cwd: folder,
    env: {
      ...world.env,
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
      AWS_ENDPOINT_URL_DYNAMODB: await endpointOf(dynamodb),
      AWS_ENDPOINT_URL_S3: await endpointOf(s3),
      AWS_ENDPOINT_URL_MEDIACONVERT: await endpointOf(mediaconvert),
    },
  });
  const [said, complained, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  expect({ code, complained }).toEqual({ code: 0, complained: '' });
  return said
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('submit-job, as it is uploaded, makes a job of S3’s event', async () => {
  await world.putVideo({ videoId, next: uploadingNext });
  world.s3.put('up', `uploads/shark/${videoId}/${version}/source`, await movie());
  const lines = await run('submit-job', load('s3-object-created.json'));
  expect(lines.map(({ decision }) => decision)).toEqual(['claimed', 'job_created']);
  expect(world.mediaconvert.jobs).toMatchObject([{ userMetadata: { org: 'shark', videoId, version } }]);
  expect(await world.videos()).toMatchObject([{ next: { status: 'queued' } }]);
});

test.each([
  ['mc-progressing.json', 'progress', { status: 'transcoding' }],
  ['mc-canceled.json', 'failed', { status: 'failed', failure: { code: 'transcode_canceled' } }],
])('record-job, as it is uploaded, takes %s', async (fixture, decision, next) => {
  await world.putVideo({
    ...keyOf.video('shark', videoId),
    videoId,
    next: { ...uploadingNext, status: 'queued' },
  });
  const lines = await run('record-job', load(fixture));
  expect(lines.map((line) => line['decision'])).toEqual([decision]);
  expect(await world.videos()).toMatchObject([{ next }]);
});

test('sweep, as it is uploaded, makes a job of a file whose event was lost', async () => {
  await world.putVideo({
    videoId,
    next: uploadingNext,
    ...dueKeys('shark', videoId, '2026-01-01T00:00:00.000Z'),
  });
  world.s3.put('up', `uploads/shark/${videoId}/${version}/source`, await movie());
  const lines = await run('sweep', schedules.due.input);
  expect(lines.map(({ decision }) => decision)).toEqual(['file_found', 'job_created']);
  expect(world.mediaconvert.jobs).toMatchObject([{ userMetadata: { org: 'shark', videoId, version } }]);
});
