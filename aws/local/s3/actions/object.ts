import { Readable } from 'node:stream';
import { type Call, type Context, keptHeaders, metadataOf, xml } from '../call.ts';
import { checkBody, checksumHeaders, refuseUnknownChecksums, wantsSha256 } from '../checksums.ts';
import { checkReadConditions, checkWriteConditions } from '../conditions.ts';
import { S3Error } from '../errors.ts';
import type { ObjectRow } from '../index-db.ts';
import { parseRange } from '../range.ts';
import { store } from '../store-row.ts';

const noSuchKey = () => new S3Error('NoSuchKey', 'The specified key does not exist.');

function headersOf(row: ObjectRow, call: Call): Headers {
  const headers = new Headers(JSON.parse(row.headers) as Record<string, string>);
  const metadata = JSON.parse(row.metadata) as Record<string, string>;
  for (const [name, value] of Object.entries(metadata)) headers.set(`x-amz-meta-${name}`, value);
  for (const [name, value] of call.query) {
    if (name.startsWith('response-')) headers.set(name.slice('response-'.length), value);
  }
  headers.set('etag', `"${row.etag}"`);
  headers.set('last-modified', new Date(row.modifiedMs).toUTCString());
  headers.set('accept-ranges', 'bytes');
  return headers;
}

/** GetObject and HeadObject: conditions, one range, kept headers and metadata. */
export async function getObject(call: Call, { index, blobs }: Context): Promise<Response> {
  const row = index.object(call.bucket, call.key);
  if (!row) throw noSuchKey();
  checkReadConditions(call.headers, row);
  const headers = headersOf(row, call);
  const range = parseRange(call.headers.get('range'), row.sizeBytes);
  const { start, end } = range ?? { start: 0, end: row.sizeBytes - 1 };
  headers.set('content-length', String(end - start + 1));
  if (range) headers.set('content-range', `bytes ${start}-${end}/${row.sizeBytes}`);
  if (!range && call.headers.get('x-amz-checksum-mode') === 'ENABLED') {
    for (const [name, value] of Object.entries(checksumHeaders(row.checksum))) headers.set(name, value);
  }
  const body =
    call.method === 'HEAD' || row.sizeBytes === 0 ? null : toWeb(blobs.read(row.blob, { start, end }));
  return new Response(body, { status: range ? 206 : 200, headers });
}

const toWeb = (stream: Readable) => Readable.toWeb(stream) as unknown as ReadableStream<Uint8Array>;

/** PutObject: the object is there whole, or not at all. */
export async function putObject(call: Call, context: Context): Promise<Response> {
  const { index, blobs } = context;
  refuseUnknownChecksums(call);
  checkWriteConditions(call.headers, index.object(call.bucket, call.key));
  const blob = await blobs.write(call.body, call.checks, wantsSha256(call));
  try {
    checkBody(call, blob);
    checkWriteConditions(call.headers, index.object(call.bucket, call.key));
  } catch (error) {
    await blobs.remove(blob.name);
    throw error;
  }
  const headers = keptHeaders(call.headers);
  const metadata = metadataOf(call.headers);
  const { bucket, key } = call;
  const made = {
    bucket,
    key,
    blob: blob.name,
    sizeBytes: blob.sizeBytes,
    etag: blob.md5,
    checksum: blob.crc32,
  };
  await store(context, { ...made, headers, metadata }, 'PutObject');
  return new Response(null, { headers: { etag: `"${blob.md5}"`, ...checksumHeaders(blob.crc32) } });
}

/** CopyObject within the stand-in; `x-amz-metadata-directive: REPLACE` takes the request's headers instead. */
export async function copyObject(call: Call, context: Context): Promise<Response> {
  const { index, blobs, clock } = context;
  const [, bucket = '', key = ''] =
    /^\/?([^/]+)\/([^?]+)/.exec(call.headers.get('x-amz-copy-source') ?? '') ?? [];
  const source = index.object(bucket, decodeURIComponent(key));
  if (!source) throw noSuchKey();
  checkReadConditions(call.headers, source, 'x-amz-copy-source-');
  checkWriteConditions(call.headers, index.object(call.bucket, call.key));
  const replace = call.headers.get('x-amz-metadata-directive') === 'REPLACE';
  const headers = replace
    ? keptHeaders(call.headers)
    : (JSON.parse(source.headers) as Record<string, string>);
  const metadata = replace
    ? metadataOf(call.headers)
    : (JSON.parse(source.metadata) as Record<string, string>);
  const blob = await blobs.copy(source.blob);
  const { sizeBytes, checksum } = source;
  // A copy is written whole, so its ETag is S3's for one: here the source's without its number of parts.
  const etag = source.etag.replace(/-\d+$/, '');
  await store(
    context,
    { bucket: call.bucket, key: call.key, blob, sizeBytes, etag, checksum, headers, metadata },
    'CopyObject',
  );
  const time = new Date(clock.now()).toISOString();
  return xml('CopyObjectResult', `<ETag>&quot;${etag}&quot;</ETag><LastModified>${time}</LastModified>`);
}

/** DeleteObject: 204 whether or not it was there. */
export async function deleteObject(call: Call, context: Context): Promise<Response> {
  await removeKey(context, call.bucket, call.key);
  return new Response(null, { status: 204 });
}

/** Removes an object if it is there. */
export async function removeKey({ index, blobs }: Context, bucket: string, key: string) {
  const row = index.object(bucket, key);
  if (!row) return;
  index.removeObject(bucket, key);
  await blobs.remove(row.blob);
}
