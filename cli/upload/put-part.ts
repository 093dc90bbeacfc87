import { createReadStream } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SignedPart } from '../../shared/transfer/transfer.ts';
import { Failure } from '../failure.ts';
import type { Piece } from './file.ts';

/** Without a byte moving for this long, in ms, the connection is given up. */
const idleMs = 60_000;

const kept = 'What was sent is kept: run the same command again and it goes on from there.';

const broken = () => new Failure('The connection to the storage broke.', kept);

/**
 * Sends one part to S3 and gives its ETag. Node's own request, because `fetch` neither tells how much of a body was sent
 * nor sends a stream with its length, which S3 asks for.
 */
export async function putPart(
  { method, url, headers }: SignedPart,
  { path, start, end }: Piece,
  { onSent, signal }: { onSent: (bytes: number) => void; signal: AbortSignal },
): Promise<string> {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  const request = send(url, { method, headers: { ...headers, 'content-length': end - start }, signal });
  request.setTimeout(idleMs, () => request.destroy(broken()));
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
  });
  let sentBytes = 0;
  const meter = new PassThrough().on('data', (chunk: Buffer) => {
    sentBytes += chunk.length;
    onSent(sentBytes);
  });
  // Whichever fails first says why; S3 may answer before the body is through.
  const sent = pipeline(createReadStream(path, { start, end: end - 1 }), meter, request);
  sent.catch(() => undefined);
  const response = await answered.catch((error: unknown) => {
    throw signal.aborted ? signal.reason : error instanceof Failure ? error : broken();
  });
  response.resume();
  const { statusCode, headers: told } = response;
  if (statusCode === 200 && told.etag) return told.etag;
  throw new Failure(`The storage answered ${statusCode}.`, kept);
}
