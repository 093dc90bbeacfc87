import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { type ByteRange, contentRange, parseRange } from '../http/byte-range.ts';
import { rangeCounts, weighRead } from '../http/preconditions.ts';
import type { ObjectInfo, ObjectStore } from '../ports.ts';
import { refusalResponse, refusals } from './refusal.ts';

function headersOf(info: ObjectInfo): Headers {
  const headers = new Headers({
    'content-type': info.contentType,
    etag: `"${info.etag}"`,
    'last-modified': new Date(info.lastModifiedMs).toUTCString(),
    'accept-ranges': 'bytes',
  });
  if (info.cacheControl) headers.set('cache-control', info.cacheControl);
  return headers;
}

async function body(store: ObjectStore, bucket: string, info: ObjectInfo, range?: ByteRange) {
  if (info.sizeBytes === 0) return null;
  const stream = await store.read(bucket, info.key, range);
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}

/**
 * Answers GET or HEAD of one object as S3 does behind a distribution: conditions, one byte range, 404 for what is
 * missing (the origin access may list the bucket, so that only a refusal is 403). Streams; holds no body in memory.
 */
export async function answerObject(
  store: ObjectStore,
  bucket: string,
  key: string,
  request: Request,
): Promise<Response> {
  const info = await store.head(bucket, key);
  if (!info) return refusalResponse(refusals.noSuchKey);
  const verdict = weighRead(request.headers, info);
  if (verdict === 'failed') return refusalResponse(refusals.preconditionFailed);
  const headers = headersOf(info);
  if (verdict === 'not-modified') return new Response(null, { status: 304, headers });

  const asked = rangeCounts(request.headers, info) ? request.headers.get('range') : null;
  const range = parseRange(asked, info.sizeBytes);
  if (range === 'unsatisfiable')
    return refusalResponse(refusals.invalidRange, { 'content-range': contentRange(null, info.sizeBytes) });
  if (range) headers.set('content-range', contentRange(range, info.sizeBytes));
  headers.set('content-length', String(range ? range.end - range.start + 1 : info.sizeBytes));
  const stream = request.method === 'HEAD' ? null : await body(store, bucket, info, range ?? undefined);
  return new Response(stream, { status: range ? 206 : 200, headers });
}
