import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { ChunkedDecoder } from './chunked.ts';
import type { Verified } from './verify.ts';

/** The body is not what was signed or announced; `code` is S3's. */
export class PayloadRefused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Passes the body on and fails at its end when its SHA-256 is not the signed one. */
class HashCheck extends Transform {
  readonly #hash = createHash('sha256');
  readonly #expected: string;

  constructor(expected: string) {
    super();
    this.#expected = expected;
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback) {
    this.#hash.update(chunk);
    done(null, chunk);
  }

  override _flush(done: TransformCallback) {
    if (this.#hash.digest('hex') === this.#expected) return done();
    const message = 'The provided x-amz-content-sha256 header does not match what was computed.';
    done(new PayloadRefused('XAmzContentSHA256Mismatch', message));
  }
}

/**
 * What the body must pass through before it may be believed: null for an unsigned payload.
 * `trailers` gets the checksum trailers of an aws-chunked body, by lower-case name.
 */
export function payloadCheck(verified: Verified, trailers: Map<string, string>): Transform | null {
  const { payloadHash, seed } = verified;
  if (payloadHash === 'UNSIGNED-PAYLOAD') return null;
  if (payloadHash === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return new ChunkedDecoder(null, trailers);
  if (/^STREAMING-AWS4-HMAC-SHA256-PAYLOAD(-TRAILER)?$/.test(payloadHash))
    return new ChunkedDecoder(seed, trailers);
  if (/^[0-9a-f]{64}$/.test(payloadHash)) return new HashCheck(payloadHash);
  throw new PayloadRefused('InvalidRequest', `x-amz-content-sha256 may not be ${payloadHash.slice(0, 80)}`);
}
