import type { Readable, Transform } from 'node:stream';
import type { Clock, EventBus } from '../ports.ts';
import type { Blobs } from './blobs.ts';
import { S3Error } from './errors.ts';
import type { Index, KeptHeaders } from './index-db.ts';

/** One request to S3, after its signature was checked. `body` must pass through `checks` before it is believed. */
export type Call = {
  method: string;
  bucket: string;
  key: string;
  query: URLSearchParams;
  headers: Headers;
  body: Readable;
  checks: Transform[];
  /** Checksums that came behind an aws-chunked body; there once the body has been read. */
  trailers: Map<string, string>;
  requestId: string;
};

/** What the actions work on. */
export type Context = {
  index: Index;
  blobs: Blobs;
  clock: Clock;
  bus: EventBus;
  region: string;
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

/** Reads a small body whole (an XML document). */
export async function readDocument({ body, checks }: Call): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const source = checks.reduce<Readable>((stream, check) => {
    stream.on('error', (error) => check.destroy(error));
    return stream.pipe(check);
  }, body);
  for await (const chunk of source as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxDocumentBytes) throw new S3Error('EntityTooLarge', 'The document is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** An answer in XML, with S3's namespace on its root. */
export function xml(root: string, inner: string): Response {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</${root}>`;
  return new Response(body, { headers: { 'content-type': 'application/xml' } });
}
