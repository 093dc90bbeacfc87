import { join } from 'node:path';
import type { Faults } from '../faults.ts';
import type { AwsEvent, Clock, EventBus, ObjectStore } from '../ports.ts';
import { PayloadRefused } from '../sigv4/payload.ts';
import { type CorsRule, corsHeaders, getCors, preflight, putCors } from './actions/cors.ts';
import { deleteObjects } from './actions/delete-objects.ts';
import { listObjects } from './actions/list.ts';
import {
  abortUpload,
  completeUpload,
  createUpload,
  listParts,
  listUploads,
  uploadPart,
} from './actions/multipart.ts';
import { copyObject, deleteObject, getObject, putObject } from './actions/object.ts';
import { openBlobs } from './blobs.ts';
import { type Call, type Context, xml } from './call.ts';
import { errorResponse, S3Error } from './errors.ts';
import { openIndex } from './index-db.ts';
import { objectStore } from './object-store.ts';

export type S3Options = {
  dataDir: string;
  clock: Clock;
  faults: { current: Faults };
  bus: EventBus;
  region: string;
  /** The buckets there are; `corsOrigins` may read and write them from a browser. */
  buckets: { name: string; corsOrigins?: string[] }[];
};

export type S3 = {
  handle(call: Call): Promise<Response>;
  store: ObjectStore;
  /** Announces what a crash left unannounced. */
  start(): Promise<void>;
  close(): void;
};

type Action = (call: Call, context: Context) => Promise<Response>;

/** Query parameters that make a request something other than the plain one of its method. */
const subresources =
  /^(accelerate|acl|analytics|attributes|cors|delete|encryption|intelligent-tiering|inventory|legal-hold|lifecycle|location|logging|metrics|notification|object-lock|ownershipControls|partNumber|policy|policyStatus|publicAccessBlock|replication|requestPayment|restore|retention|select|tagging|torrent|uploadId|uploads|versionId|versioning|versions|website)$/;

const located: Action = async (_, { region }) => xml('LocationConstraint', region);
const there: Action = async (_, { region }) =>
  new Response(null, { headers: { 'x-amz-bucket-region': region } });

const bucketActions: Record<string, Action> = {
  'GET ': listObjects,
  'HEAD ': there,
  'GET location': located,
  'GET uploads': listUploads,
  'POST delete': deleteObjects,
  'GET cors': getCors,
  'PUT cors': putCors,
};

const objectActions: Record<string, Action> = {
  'GET ': getObject,
  'HEAD ': getObject,
  'PUT ': (call, context) =>
    call.headers.has('x-amz-copy-source') ? copyObject(call, context) : putObject(call, context),
  'DELETE ': deleteObject,
  'POST uploads': createUpload,
  'GET uploadId': listParts,
  'POST uploadId': completeUpload,
  'DELETE uploadId': abortUpload,
  'PUT partNumber+uploadId': uploadPart,
};

function actionOf(call: Call): Action {
  const asked = [...call.query.keys()].filter((name) => subresources.test(name)).sort();
  const action = (call.key === '' ? bucketActions : objectActions)[`${call.method} ${asked.join('+')}`];
  const copiesPart = asked.includes('partNumber') && call.headers.has('x-amz-copy-source');
  if (!action || copiesPart) {
    throw new S3Error(
      'NotImplemented',
      `${call.method} with ${asked.join(', ') || 'no subresource'} is not implemented.`,
    );
  }
  return action;
}

function refused(error: unknown, call: Call): Response {
  const resource = `/${call.bucket}/${call.key}`;
  const bare = call.method === 'HEAD';
  if (error instanceof S3Error || error instanceof PayloadRefused) {
    return errorResponse(error.code, error.message, call.requestId, resource, bare);
  }
  throw error;
}

const maxKeyBytes = 1024;

/** S3 on this machine: objects as files on disk, their index in SQLite. */
export function createS3({ dataDir, clock, faults, bus, region, buckets }: S3Options): S3 {
  const index = openIndex(join(dataDir, 's3'));
  const blobs = openBlobs(join(dataDir, 's3', 'blobs'));
  const context: Context = { index, blobs, clock, bus, region };
  const names = new Set(buckets.map(({ name }) => name));
  for (const { name, corsOrigins } of buckets) {
    if (corsOrigins) index.putCors(name, JSON.stringify([browserRule(corsOrigins)]));
  }

  async function answer(call: Call): Promise<Response> {
    if (faults.current.s3.down) throw new S3Error('SlowDown', 'Please reduce your request rate.');
    if (call.bucket === '') return listBuckets(call, [...names]);
    if (!names.has(call.bucket)) throw new S3Error('NoSuchBucket', 'The specified bucket does not exist');
    if (Buffer.byteLength(call.key) > maxKeyBytes)
      throw new S3Error('KeyTooLongError', 'Your key is too long');
    if (call.method === 'OPTIONS') return preflight(index, call.bucket, call.headers);
    return await actionOf(call)(call, context);
  }

  return {
    async handle(call) {
      const response = await answer(call).catch((error: unknown) => refused(error, call));
      const cors = corsHeaders(index, call.bucket, call.headers.get('origin'), call.method);
      for (const [name, value] of Object.entries(cors)) response.headers.set(name, value);
      response.headers.set('x-amz-request-id', call.requestId);
      return response;
    },
    store: objectStore(context),
    async start() {
      await blobs.sweep(index.blobs());
      for (const { id, event } of index.outbox()) {
        await bus.put(JSON.parse(event) as AwsEvent);
        index.sent(id);
      }
    },
    close: () => index.close(),
  };
}

function listBuckets(call: Call, names: string[]): Response {
  if (call.method !== 'GET') throw new S3Error('MethodNotAllowed', 'The specified method is not allowed.');
  const entries = names.map(
    (name) => `<Bucket><Name>${name}</Name><CreationDate>2026-01-01T00:00:00.000Z</CreationDate></Bucket>`,
  );
  return xml(
    'ListAllMyBucketsResult',
    `<Owner><ID>111122223333</ID></Owner><Buckets>${entries.join('')}</Buckets>`,
  );
}

/** What the stack gives the bucket as well: the app's origins may PUT parts and read their ETags. */
const browserRule = (origins: string[]): CorsRule => ({
  AllowedOrigin: origins,
  AllowedMethod: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'],
  AllowedHeader: ['*'],
  ExposeHeader: ['ETag'],
  MaxAgeSeconds: 3600,
});
