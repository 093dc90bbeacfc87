import type { IncomingMessage } from 'node:http';
import type { Signable } from '../sigv4/canonical.ts';
import { PayloadRefused } from '../sigv4/payload-refused.ts';

/** What a signature covers, as it came over the wire; several headers of one name are one, as SigV4 joins them. */
export function signableOf({ method = 'GET', url = '/', headersDistinct }: IncomingMessage): Signable {
  const mark = url.indexOf('?');
  const headers = Object.entries(headersDistinct).map(
    ([name, values = []]) => [name, values.map((value) => value.trim()).join(',')] as const,
  );
  return {
    method,
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    headers: new Map(headers),
  };
}

/** The bytes of a body as they come. Breaking off leaves the connection open for an answer. */
export const bytesOf = (incoming: IncomingMessage): AsyncIterable<Buffer> =>
  incoming.iterator({ destroyOnReturn: false });

/** Calls of JSON services are held in memory: the longest is DynamoDB's, 16 MiB. */
const maxBodyBytes = 20 * 1024 ** 2;

/** Reads a body whole. Throws `PayloadRefused` above 20 MiB. */
export async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytesOf(incoming)) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new PayloadRefused('EntityTooLarge', 'The request is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The same request for a stand-in that takes Fetch's. */
export function fetchRequest({ method, path, query, headers }: Signable, body?: Buffer): Request {
  const url = `http://${headers.get('host') ?? 'localhost'}${path}${query && `?${query}`}`;
  const bare = body === undefined || method === 'GET' || method === 'HEAD';
  return new Request(url, {
    method,
    headers: [...headers],
    ...(bare ? {} : { body: new Uint8Array(body) }),
  });
}
