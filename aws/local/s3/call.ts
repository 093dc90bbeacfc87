import type { Clock, EventBus } from '../ports.ts';
import type { PayloadRefused } from '../sigv4/payload-refused.ts';
import type { Refusal } from '../sigv4/signature-refused.ts';
import type { Assemblies } from './assembly.ts';
import type { Blobs } from './blobs.ts';
import { announcedAlgorithm, blobHasher, checkBody } from './checksums.ts';
import { S3Error } from './errors.ts';
import type { Index, KeptHeaders } from './index-db.ts';

/** One request as the endpoint hands it on: path and query as they came, headers by lower-case name. */
export type S3Request = {
  method: string;
  path: string;
  query: string;
  headers: ReadonlyMap<string, string>;
  /** May be believed once it was read to the end. */
  body: AsyncIterable<Buffer>;
  /** Checksums that came behind an aws-chunked body; there once the body has been read. */
  trailers: Map<string, string>;
  requestId: string;
  /** Why the endpoint does not let it through; the answer says so. */
  refusal?: Refusal | PayloadRefused;
};

/** A request, taken apart: bucket and key decoded, empty where there is none. */
export type Call = Pick<S3Request, 'method' | 'body' | 'trailers' | 'requestId'> & {
  bucket: string;
  key: string;
  query: URLSearchParams;
  headers: Headers;
};

const ofSignature =
  /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256)$/;

/** Headers, with those a presigned URL carries in its query, where signers move every `x-amz-` header. */
function headersOf({ headers }: S3Request, query: URLSearchParams): Headers {
  const all = new Headers([...headers]);
  for (const [name, value] of query) {
    const header = name.toLowerCase();
    if (header.startsWith('x-amz-') && !ofSignature.test(header)) all.set(header, value);
  }
  return all;
}

/** Path style only: `/bucket/key`. Throws InvalidURI. */
export function callOf(request: S3Request): Call {
  const { method, path, body, trailers, requestId } = request;
  const [, bucket = '', ...rest] = path.split('/');
  const query = new URLSearchParams(request.query);
  const common = { method, body, trailers, requestId, query, headers: headersOf(request, query) };
  try {
    return { ...common, bucket: decodeURIComponent(bucket), key: decodeURIComponent(rest.join('/')) };
  } catch {
    throw new S3Error('InvalidURI', "Couldn't parse the specified URI.");
  }
}

/** What the actions work on. */
export type Context = {
  index: Index;
  blobs: Blobs;
  assemblies: Assemblies;
  clock: Clock;
  bus: EventBus;
  region: string;
  bucketNames: ReadonlySet<string>;
};

/** How an object came to be, as its event says. */
export type Reason = 'PutObject' | 'CopyObject' | 'CompleteMultipartUpload';

const kept = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];

/** The headers an object keeps; `aws-chunked` is the wire's, not the object's. */
export function keptHeaders(headers: Headers): KeptHeaders {
  const pairs = kept.flatMap((name) => {
    const value = headers.get(name);
    const plain = name === 'content-encoding' ? value?.replace(/(^|,\s*)aws-chunked(,\s*)?/, '') : value;
    return plain ? [[name, plain]] : [];
  });
  return { 'content-type': 'binary/octet-stream', ...Object.fromEntries(pairs) };
}

/** `x-amz-meta-*`, without the prefix. */
export function metadataOf(headers: Headers): Record<string, string> {
  const pairs = [...headers].filter(([name]) => name.startsWith('x-amz-meta-'));
  return Object.fromEntries(pairs.map(([name, value]) => [name.slice('x-amz-meta-'.length), value]));
}

const maxDocumentBytes = 4 * 1024 ** 2;

/** Reads a small body whole (an XML document) and checks what was announced of it. */
export async function readDocument(call: Call): Promise<string> {
  const hasher = blobHasher(announcedAlgorithm(call) ?? 'crc32');
  const chunks: Buffer[] = [];
  for await (const chunk of call.body) {
    hasher.update(chunk);
    if (hasher.sizeBytes() > maxDocumentBytes)
      throw new S3Error('EntityTooLarge', 'The document is too large.');
    chunks.push(chunk);
  }
  checkBody(call, hasher.digest());
  return Buffer.concat(chunks).toString('utf8');
}

/** An answer in XML, with S3's namespace on its root. */
export function xml(root: string, inner: string): Response {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</${root}>`;
  return new Response(body, { headers: { 'content-type': 'application/xml' } });
}
