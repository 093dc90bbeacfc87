import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { type ByteRange, contentRange } from '../../http/byte-range.ts';
import { type Call, type Context, keptHeaders, metadataOf } from '../call.ts';
import { announcedAlgorithm, checkBody, checksumHeaders } from '../checksums.ts';
import { checkRead, checkWriteConditions } from '../conditions.ts';
import { noSuchKey, S3Error } from '../errors.ts';
import { openObject } from '../open-object.ts';
import { rangeOf } from '../range.ts';
import { checksumIn, headersIn, metadataIn, type ObjectRow } from '../rows.ts';
import { store } from '../store-row.ts';

/** What a signed URL may ask of the answer's headers. */
const askable = /^response-(cache-control|content-(disposition|encoding|language|type)|expires)$/;

function headersOf(row: ObjectRow, { query }: Call): Headers {
  const headers = new Headers(headersIn(row));
  for (const [name, value] of Object.entries(metadataIn(row))) headers.set(`x-amz-meta-${name}`, value);
  for (const [name, value] of query)
    if (askable.test(name)) headers.set(name.slice('response-'.length), value);
  headers.set('etag', `"${row.etag}"`);
  headers.set('last-modified', new Date(row.modifiedMs).toUTCString());
  headers.set('accept-ranges', 'bytes');
  return headers;
}

async function bodyOf(call: Call, context: Context, row: ObjectRow, range: ByteRange) {
  if (call.method === 'HEAD' || row.sizeBytes === 0) return null;
  const file = await openObject(context, row);
  const stream = file.createReadStream({ highWaterMark: 256 * 1024, ...range });
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}

/** GetObject and HeadObject: conditions, one range, kept headers and metadata. */
export async function getObject(call: Call, context: Context): Promise<Response> {
  const row = context.index.object(call.bucket, call.key);
  if (!row) throw noSuchKey();
  const headers = headersOf(row, call);
  if (checkRead(call.headers, row) === 'not-modified') return new Response(null, { status: 304, headers });
  const range = rangeOf(call.headers.get('range'), row.sizeBytes);
  const { start, end } = range ?? { start: 0, end: row.sizeBytes - 1 };
  headers.set('content-length', String(end - start + 1));
  if (range) headers.set('content-range', contentRange(range, row.sizeBytes));
  if (!range && call.headers.get('x-amz-checksum-mode') === 'ENABLED')
    for (const [name, value] of Object.entries(checksumHeaders(checksumIn(row)))) headers.set(name, value);
  const body = await bodyOf(call, context, row, { start, end });
  return new Response(body, { status: range ? 206 : 200, headers });
}

/** PutObject: the object is there whole, or not at all. */
export async function putObject(call: Call, context: Context): Promise<Response> {
  const { index, blobs } = context;
  const { bucket, key } = call;
  const check = () => checkWriteConditions(call.headers, index.object(bucket, key));
  check();
  if (!call.headers.has('content-length') && !call.headers.has('x-amz-decoded-content-length'))
    throw new S3Error('MissingContentLength', 'You must provide the Content-Length HTTP header.');
  const { name, ...digest } = await blobs.write(call.body, announcedAlgorithm(call) ?? 'crc32');
  const { sizeBytes, md5: etag, checksum } = digest;
  try {
    checkBody(call, digest);
    check();
  } catch (error) {
    await blobs.remove(name);
    throw error;
  }
  const kept = { headers: keptHeaders(call.headers), metadata: metadataOf(call.headers) };
  await store(context, { bucket, key, blob: name, sizeBytes, etag, checksum, ...kept }, 'PutObject');
  return new Response(null, { headers: { etag: `"${etag}"`, ...checksumHeaders(checksum) } });
}

/** DeleteObject: 204 whether or not it was there. */
export async function deleteObject(call: Call, context: Context): Promise<Response> {
  checkWriteConditions(call.headers, context.index.object(call.bucket, call.key));
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
