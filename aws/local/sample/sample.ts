import { createReadStream, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HeadObjectCommand, NotFound, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { dropVideoId } from '../../lambdas/ids.ts';
import type { CoreState } from '../state.ts';
import { createBot } from './bot.ts';
import { type MovieSize, makeMovie } from './movie.ts';

export type SampleOptions = {
  state: CoreState;
  /** Where the Worker answers from here; the app's own name may not resolve on this machine. */
  apiOrigin: string;
  dataDir: string;
  size?: MovieSize;
};

const fullSize = { width: 1920, height: 1080, seconds: 20 };
const fileName = 'Drifting plankton.mp4';
const described = {
  title: 'Drifting plankton',
  description: 'Twenty seconds of sea light, made on this machine by ffmpeg. Delete it whenever you like.',
  tags: ['sample', 'sea'],
  published: true,
};
const patienceMs = 15 * 60_000;

const videoSchema = z.object({ status: z.string(), published: z.boolean() });

async function isThere(s3: S3Client, bucket: string, key: string): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

/** Drops the movie into the uploads bucket, unless an earlier start did. */
async function drop({ state, dataDir, size = fullSize }: SampleOptions, key: string): Promise<void> {
  const s3 = new S3Client({
    endpoint: state.aws,
    region: state.region,
    forcePathStyle: true,
    credentials: state,
  });
  const bucket = state.uploadsBucket;
  if (await isThere(s3, bucket, key)) return;
  const path = join(dataDir, 'sample', fileName);
  if (!existsSync(path)) await makeMovie(path, size);
  const body = { Body: createReadStream(path), ContentLength: statSync(path).size, ContentType: 'video/mp4' };
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, ...body }));
  rmSync(path);
}

/** Waits until the video is made, and publishes it. Resolves with its final status. */
async function publish({ state, apiOrigin }: SampleOptions, videoId: string): Promise<string> {
  const call = createBot(state, apiOrigin);
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(1000)) {
    const answer = await call('GET', `/api/videos/${videoId}`);
    if (!answer.ok) continue;
    const { status, published } = videoSchema.parse(await answer.json());
    if (status === 'failed' || published) return status;
    if (status === 'ready' && (await call('PATCH', `/api/videos/${videoId}`, described)).ok) return status;
  }
  throw new Error('the sample did not become ready in time');
}

/**
 * Puts one video into a new house, the way every other gets there: dropped into the uploads bucket, made by the pipeline,
 * then published through the API. Once for each data folder; what an ended start left off is taken up. Resolves with
 * the video's status, or null when there was nothing to do.
 */
export async function addSample(options: SampleOptions): Promise<string | null> {
  const { state, dataDir } = options;
  const folder = join(dataDir, 'sample');
  const done = join(folder, 'done');
  if (existsSync(done)) return null;
  mkdirSync(folder, { recursive: true });
  const key = `uploads/${state.org}/${fileName}`;
  await drop(options, key);
  const status = await publish(options, dropVideoId(state.uploadsBucket, key));
  writeFileSync(done, `${status}\n`);
  return status;
}
