import { join } from 'node:path';
import { uploadsCors } from '../../../shared/cors.ts';
import { type Faults, takeLoss } from '../faults.ts';
import type { Clock, EventBus, ObjectStore } from '../ports.ts';
import { PayloadRefused } from '../sigv4/payload-refused.ts';
import { type CorsRule, corsHeaders, preflight } from './actions/cors.ts';
import { createAssemblies } from './assembly.ts';
import { openBlobs } from './blobs.ts';
import { type Call, type Context, callOf, type S3Request } from './call.ts';
import { actionOf } from './dispatch.ts';
import { errorResponse, noSuchBucket, S3Error } from './errors.ts';
import { openIndex } from './index-db.ts';
import { objectStore } from './object-store.ts';
import { signatureRefusals } from './refusals.ts';
import { announceLeftOver } from './store-row.ts';

export type S3Options = {
  dataDir: string;
  clock: Clock;
  faults: { current: Faults };
  bus: EventBus;
  region: string;
  /**
   * The buckets there are; pages of `corsOrigins` may read and write them, as set again at every start. A `silent` one
   * has no EventBridge configuration: nobody is told of its objects.
   */
  buckets: { name: string; corsOrigins?: string[]; silent?: boolean }[];
};

export type S3 = {
  /** Answers one request, whose signature the endpoint has checked; never rejects. */
  handle(request: S3Request): Promise<Response>;
  store: ObjectStore;
  /** Tells the bus what a crash left untold. */
  start(): Promise<void>;
  close(): void;
};

const maxKeyBytes = 1024;

/** What the stack gives the bucket as well: the app's origins may PUT parts and read their ETags. */
const browserRule = (origins: string[]): CorsRule => ({
  AllowedOrigin: origins,
  AllowedMethod: [...uploadsCors.methods],
  AllowedHeader: [...uploadsCors.allowHeaders],
  ExposeHeader: [...uploadsCors.exposeHeaders],
  MaxAgeSeconds: uploadsCors.maxAgeSeconds,
});

const isBroken = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ECONNRESET';

function s3ErrorOf(error: unknown): S3Error {
  if (error instanceof S3Error) return error;
  if (error instanceof PayloadRefused) return new S3Error(error.code, error.message);
  if (isBroken(error))
    return new S3Error('RequestTimeout', 'The connection was closed before the body ended.');
  console.error('s3', error);
  return new S3Error('InternalError', 'We encountered an internal error. Please try again.');
}

async function answer(
  call: Call,
  { refusal }: S3Request,
  context: Context,
  down: boolean,
): Promise<Response> {
  if (refusal instanceof PayloadRefused) throw refusal;
  if (refusal) throw new S3Error(...signatureRefusals[refusal]);
  if (down) throw new S3Error('ServiceUnavailable', 'Service is unable to handle request.');
  if (call.method === 'OPTIONS') return preflight(context.index, call);
  const action = actionOf(call);
  if (call.bucket !== '' && !context.bucketNames.has(call.bucket)) throw noSuchBucket();
  if (Buffer.byteLength(call.key) > maxKeyBytes) throw new S3Error('KeyTooLongError', 'Your key is too long');
  return await action(call, context);
}

async function handle(request: S3Request, context: Context, down: boolean): Promise<Response> {
  const { method, path, requestId } = request;
  const fail = (error: unknown) =>
    errorResponse(s3ErrorOf(error), { method, requestId, resource: path, region: context.region });
  try {
    const call = callOf(request);
    const response = await answer(call, request, context, down).catch(fail);
    if (method !== 'OPTIONS')
      for (const [name, value] of Object.entries(corsHeaders(context.index, call)))
        response.headers.set(name, value);
    response.headers.set('x-amz-request-id', requestId);
    return response;
  } catch (error) {
    return fail(error);
  }
}

/** Leaves out events of silent buckets, and those that are to be lost. */
const telling = (bus: EventBus, silent: ReadonlySet<string>, faults: { current: Faults }): EventBus => ({
  async put(event) {
    const { name } = event.detail['bucket'] as { name: string };
    if (!silent.has(name) && !takeLoss(faults.current)) await bus.put(event);
  },
});

/**
 * The S3 stand-in: objects as files on disk, their index in SQLite, both in `<dataDir>/s3`. An object is there whole or
 * not at all, also after kill -9; every new one is told to the bus.
 */
export function createS3({ dataDir, clock, faults, bus, region, buckets }: S3Options): S3 {
  const index = openIndex(join(dataDir, 's3'));
  const blobs = openBlobs(join(dataDir, 's3', 'blobs'));
  blobs.sweep(index.blobs());
  const bucketNames = new Set(buckets.map(({ name }) => name));
  const silent = new Set(buckets.filter((bucket) => bucket.silent).map(({ name }) => name));
  const heard = telling(bus, silent, faults);
  const assemblies = createAssemblies();
  const context: Context = { index, blobs, assemblies, clock, bus: heard, region, bucketNames };
  for (const { name, corsOrigins } of buckets)
    if (corsOrigins) index.putCors(name, JSON.stringify([browserRule(corsOrigins)]));
  return {
    handle: (request) => handle(request, context, faults.current.s3.down),
    store: objectStore(context),
    start: () => announceLeftOver(context),
    close: () => index.close(),
  };
}
