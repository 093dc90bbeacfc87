import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateMultipartUploadCommand, PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFaults } from '../faults.ts';
import type { AwsEvent } from '../ports.ts';
import { buckets, startAws } from '../testing/aws.ts';
import { createS3 } from './s3.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 's3-crash-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

function open(bus: { put(event: AwsEvent): Promise<void> } = { put: async () => {} }) {
  const clock = { now: () => Date.now() };
  return createS3({
    dataDir,
    clock,
    faults: createFaults(),
    bus,
    region: 'eu-west-1',
    buckets: [{ name: 'bucket' }],
  });
}

const filesIn = (folder: string) =>
  readdirSync(join(folder, 's3', 'blobs'), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );

test('what was answered outlives kill -9 whole, and nothing else stays', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'write-forever.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const answered = new Map<string, string>();
  let lines = 0;
  for await (const text of child.stdout) {
    for (const line of String(text).trim().split('\n')) {
      const [key = '', etag = ''] = line.split(' ');
      answered.set(key, etag);
      lines++;
    }
    if (lines >= 20) break;
  }
  child.kill('SIGKILL');
  await once(child, 'exit');
  const s3 = open();
  const objects = await s3.store.list('bucket', '');
  expect(objects.map(({ key }) => key)).toEqual(['0', '1', '2', '3', '4']);
  for (const { key, etag, sizeBytes } of objects) {
    const bytes = await readFile((await s3.store.filePath('bucket', key)) ?? '');
    expect(sizeBytes).toBe(2_000_000);
    expect(createHash('md5').update(bytes).digest('hex')).toBe(etag);
  }
  // The last PUTs may have been done without their answer being read; all the others are as they were answered.
  const same = objects.filter(({ key, etag }) => answered.get(key) === `"${etag}"`);
  expect(same.length).toBeGreaterThan(0);
  expect(filesIn(dataDir)).toHaveLength(objects.length);
  s3.close();
});

test('an object whose news was lost is told at the next start', async () => {
  const first = open({ put: () => new Promise(() => {}) });
  await writeFile(join(dataDir, 'file'), 'shark');
  void first.store.putFile('bucket', 'key', join(dataDir, 'file'), { contentType: 'text/plain' });
  await expect.poll(() => first.store.head('bucket', 'key')).not.toBeNull();
  first.close();
  const told: AwsEvent[] = [];
  const second = open({ put: async (event) => void told.push(event) });
  await second.start();
  await second.start();
  expect(told.map((event) => event.detail['object'])).toEqual([
    expect.objectContaining({ key: 'key', size: 5 }),
  ]);
  second.close();
});

test('a client that goes away in the middle leaves nothing behind', async () => {
  const aws = await startAws();
  try {
    const s3 = aws.client({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    const where = { Bucket: buckets.uploads, Key: 'cut' };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(where));
    for (const command of [
      new PutObjectCommand(where),
      new UploadPartCommand({ ...where, UploadId, PartNumber: 1 }),
    ]) {
      const url = await getSignedUrl(s3, command as PutObjectCommand);
      const sending = request(url, { method: 'PUT', headers: { 'content-length': 1_000_000 } });
      sending.on('error', () => {});
      sending.write(Buffer.alloc(300_000));
      await expect.poll(() => filesIn(aws.dataDir).length).toBe(1);
      sending.destroy();
      await expect.poll(() => filesIn(aws.dataDir).length).toBe(0);
    }
    expect(await aws.store.head(where.Bucket, where.Key)).toBeNull();
  } finally {
    await aws.close();
  }
});

test('an object that is replaced while it is read is read to its end', async () => {
  const s3 = open();
  const put = async (text: string) => {
    await writeFile(join(dataDir, 'file'), text);
    await s3.store.putFile('bucket', 'key', join(dataDir, 'file'), { contentType: 'text/plain' });
  };
  await put('a'.repeat(1_000_000));
  const stream = await s3.store.read('bucket', 'key');
  await put('b');
  await sleep(10);
  expect(Buffer.concat(await stream.toArray()).toString()).toBe('a'.repeat(1_000_000));
  s3.close();
});
