import { createHash } from 'node:crypto';
import { decodeChunks } from './chunked.ts';
import { PayloadRefused } from './payload-refused.ts';
import type { Verified } from './verify.ts';

/** Passes the body on and fails at its end when its SHA-256 is not the signed one. */
async function* hashed(body: AsyncIterable<Buffer>, expected: string): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of body) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') === expected) return;
  throw new PayloadRefused(
    'XAmzContentSHA256Mismatch',
    'The provided x-amz-content-sha256 header does not match what was computed.',
  );
}

/**
 * The bytes a signed request carries. They may be believed only once they have been read to the end, which throws
 * `PayloadRefused` when they are not what was signed. `trailers` gets what stands behind an aws-chunked body, by
 * lower-case name.
 */
export function openPayload(
  { payloadHash, seed }: Verified,
  body: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
): AsyncIterable<Buffer> {
  switch (payloadHash) {
    case 'UNSIGNED-PAYLOAD':
      return body;
    case 'STREAMING-UNSIGNED-PAYLOAD-TRAILER':
      return decodeChunks(body, null, trailers);
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD':
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER':
      return decodeChunks(body, seed, trailers);
  }
  if (/^[0-9a-f]{64}$/.test(payloadHash)) return hashed(body, payloadHash);
  const message = 'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, a streaming marker or a SHA-256 in hex.';
  throw new PayloadRefused('InvalidRequest', message);
}
