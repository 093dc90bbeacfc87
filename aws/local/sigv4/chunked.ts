import { createHash, type Hash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { hmac, scopeText } from './canonical.ts';
import { PayloadRefused } from './payload.ts';
import type { Seed } from './verify.ts';

const emptyHash = createHash('sha256').digest('hex');
const refuse = (message: string) => new PayloadRefused('IncompleteBody', message);

/** Longest line that is read as a chunk's head or a trailer, in bytes. */
const maxLineBytes = 4096;

/**
 * Takes an aws-chunked body apart: `hex-size[;chunk-signature=…]\r\n bytes \r\n … 0\r\n trailers \r\n`
 * (docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html). With a seed every chunk's signature is checked.
 */
export class ChunkedDecoder extends Transform {
  readonly #seed: Seed | null;
  readonly #trailers: Map<string, string>;
  #buffered: Buffer = Buffer.alloc(0);
  #state: 'head' | 'data' | 'dataEnd' | 'trailer' | 'done' = 'head';
  #left = 0;
  #previous: string;
  #signature: string | undefined;
  #hash: Hash | null = null;

  constructor(seed: Seed | null, trailers: Map<string, string>) {
    super();
    this.#seed = seed;
    this.#trailers = trailers;
    this.#previous = seed?.signature ?? '';
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback) {
    this.#buffered = this.#buffered.length ? Buffer.concat([this.#buffered, chunk]) : chunk;
    try {
      while (this.#step());
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback) {
    done(this.#state === 'done' ? null : refuse('The body ended before its last chunk.'));
  }

  #step(): boolean {
    if (this.#state === 'data') return this.#data();
    if (this.#state === 'done') return false;
    const line = this.#line();
    if (line === null) return false;
    if (this.#state === 'head') this.#head(line);
    else if (this.#state === 'dataEnd') this.#dataEnd(line);
    else this.#trailer(line);
    return true;
  }

  #line(): string | null {
    const end = this.#buffered.indexOf('\r\n');
    if (end > maxLineBytes || (end < 0 && this.#buffered.length > maxLineBytes))
      throw refuse('A chunk head is too long.');
    if (end < 0) return null;
    const line = this.#buffered.toString('latin1', 0, end);
    this.#buffered = this.#buffered.subarray(end + 2);
    return line;
  }

  #head(line: string) {
    const match = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
    if (!match) throw refuse('A chunk head cannot be read.');
    this.#left = Number.parseInt(match[1] ?? '', 16);
    this.#signature = match[2];
    this.#hash = this.#seed ? createHash('sha256') : null;
    if (this.#left > 0) this.#state = 'data';
    else {
      this.#checkChunk();
      this.#state = 'trailer';
    }
  }

  #data(): boolean {
    if (this.#buffered.length === 0) return false;
    const piece = this.#buffered.subarray(0, this.#left);
    this.#buffered = this.#buffered.subarray(piece.length);
    this.#left -= piece.length;
    this.#hash?.update(piece);
    this.push(piece);
    if (this.#left === 0) this.#state = 'dataEnd';
    return true;
  }

  #dataEnd(line: string) {
    if (line !== '') throw refuse('A chunk is longer than it says.');
    this.#checkChunk();
    this.#state = 'head';
  }

  #checkChunk() {
    if (!this.#seed || !this.#hash) return;
    const { key, scope, time } = this.#seed;
    const parts = [
      'AWS4-HMAC-SHA256-PAYLOAD',
      time,
      scopeText(scope),
      this.#previous,
      emptyHash,
      this.#hash.digest('hex'),
    ];
    const expected = hmac(key, parts.join('\n')).toString('hex');
    if (expected !== this.#signature)
      throw new PayloadRefused('SignatureDoesNotMatch', 'A chunk was signed otherwise.');
    this.#previous = expected;
  }

  #trailer(line: string) {
    if (line === '') {
      this.#state = 'done';
      return;
    }
    const colon = line.indexOf(':');
    if (colon < 1) throw refuse('A trailer cannot be read.');
    this.#trailers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
}
