import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { S3Client } from '@aws-sdk/client-s3';
import { runApart } from './apart.ts';
import type { LambdaEnv } from './env.ts';
import { createLog, type Log } from './log.ts';
import type { ReadMedia } from './media-tasks.ts';

/** Longer than a deployed handler may run, and than CreateJob and SearchJobs may disagree about a new job. */
const defaultLeaseMs = 2 * 60_000;

const defaultCheckAfterMs = 5 * 60_000;

/** What a handler works with; tests hand in their own clock, randomness and clients. */
export type Context = {
  env: LambdaEnv;
  now: () => number;
  /** A claim without a job is left to its holder for this long. */
  leaseMs: number;
  /** How long nothing may be heard of a video before the sweeper asks. */
  checkAfterMs: number;
  random: (bytes: number) => Uint8Array;
  dynamodb: DynamoDBClient;
  s3: S3Client;
  mediaconvert: MediaConvertClient;
  /** Looks into a file that may be broken. */
  readMedia: ReadMedia;
  log: Log;
};

export type Overrides = Partial<Omit<Context, 'env'>>;

/** The composition root of one handler. */
export function createContext(env: LambdaEnv, handler: string, overrides: Overrides = {}): Context {
  const { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: accessKeyId } = env;
  const config = {
    region: env.AWS_REGION,
    ...(endpoint && { endpoint }),
    ...(accessKeyId &&
      endpoint && { credentials: { accessKeyId, secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '' } }),
  };
  const now = overrides.now ?? Date.now;
  return {
    env,
    now,
    leaseMs: defaultLeaseMs,
    checkAfterMs: defaultCheckAfterMs,
    random: (bytes) => randomBytes(bytes),
    dynamodb: overrides.dynamodb ?? new DynamoDBClient(config),
    s3: overrides.s3 ?? new S3Client({ ...config, ...(endpoint && { forcePathStyle: true }) }),
    mediaconvert: overrides.mediaconvert ?? new MediaConvertClient(config),
    readMedia: runApart,
    log: createLog(now, { handler }),
    ...overrides,
  };
}
