import { fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import * as z from 'zod';
import { createClock } from '../aws/local/clock.ts';
import { createEndpoint } from '../aws/local/endpoint/endpoint.ts';
import { createFaults } from '../aws/local/faults.ts';
import { createS3 } from '../aws/local/s3/s3.ts';

/**
 * Sends 24 parts of 64 MiB, four at a time, by presigned URLs into an S3 stand-in of its own process, reads the object
 * back and compares SHA-256. Prints MB/s and the process's peak memory; exits 1 below 100 MB/s or at 300 MB and above.
 */

const partBytes = 64 * 1024 * 1024;
const partCount = 24;
const lanes = 4;
const least = { megabytesPerSecond: 100, peakMegabytes: 300 };
const region = 'eu-west-1';
const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
const Bucket = 'bench';
const Key = 'movie.mp4';

const megabytes = (bytes: number) => bytes / 1e6;

/** The stand-in's process: says its port, then waits to be ended. */
async function serveStandIn(dataDir: string) {
  const clock = createClock();
  const bus = { put: async () => {} };
  const s3 = createS3({ dataDir, clock, faults: createFaults(), bus, region, buckets: [{ name: Bucket }] });
  const server = createServer(createEndpoint({ s3, services: {}, credentials, clock }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.((server.address() as AddressInfo).port);
  process.once('disconnect', () => process.exit());
}

/** Part `n` is one random block, marked with its number: every part differs, none is kept twice. */
function partOf(block: Buffer, n: number): Buffer {
  block.writeUInt32BE(n, 0);
  return block;
}

async function upload(s3: S3Client, block: Buffer): Promise<number> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const parts: { PartNumber: number; ETag: string }[] = [];
  let next = 1;
  const lane = async () => {
    const own = Buffer.from(block);
    while (next <= partCount) {
      const PartNumber = next++;
      const url = await getSignedUrl(s3, new UploadPartCommand({ Bucket, Key, UploadId, PartNumber }));
      const answer = await fetch(url, { method: 'PUT', body: partOf(own, PartNumber) });
      if (!answer.ok) throw new Error(`part ${PartNumber}: ${answer.status} ${await answer.text()}`);
      parts.push({ PartNumber, ETag: answer.headers.get('etag') ?? '' });
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: lanes }, lane));
  parts.sort((a, b) => a.PartNumber - b.PartNumber);
  await s3.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: parts } }),
  );
  return performance.now() - startedAt;
}

async function download(s3: S3Client): Promise<{ ms: number; sha256: string }> {
  const hash = createHash('sha256');
  const startedAt = performance.now();
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  for await (const chunk of z.instanceof(Readable).parse(Body)) hash.update(chunk);
  return { ms: performance.now() - startedAt, sha256: hash.digest('hex') };
}

function expectedSha256(block: Buffer): string {
  const hash = createHash('sha256');
  for (let n = 1; n <= partCount; n++) hash.update(partOf(block, n));
  return hash.digest('hex');
}

/** Peak resident memory of a process in MB, as Linux counts it. */
function peakMegabytes(pid: number): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return megabytes(Number(kibibytes) * 1024);
}

async function run() {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-s3-'));
  const child = fork(import.meta.filename, ['--serve', dataDir]);
  try {
    const [port] = await once(child, 'message');
    const endpoint = `http://127.0.0.1:${z.int().parse(port)}`;
    const s3 = new S3Client({
      region,
      credentials,
      endpoint,
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
    });
    const block = randomBytes(partBytes);
    const upMs = await upload(s3, block);
    const down = await download(s3);
    const speed = (ms: number) => megabytes(partBytes * partCount) / (ms / 1000);
    const result = {
      upMegabytesPerSecond: Math.round(speed(upMs)),
      downMegabytesPerSecond: Math.round(speed(down.ms)),
      peakMegabytes: Math.round(peakMegabytes(child.pid ?? 0)),
      sha256Equal: down.sha256 === expectedSha256(block),
    };
    console.log(JSON.stringify(result));
    const slowest = Math.min(result.upMegabytesPerSecond, result.downMegabytesPerSecond);
    const good = slowest >= least.megabytesPerSecond && result.peakMegabytes < least.peakMegabytes;
    process.exitCode = good && result.sha256Equal ? 0 : 1;
  } finally {
    child.kill('SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
  }
}

const [, , mode, folder] = process.argv;
if (mode === '--serve' && folder) await serveStandIn(folder);
else await run();
