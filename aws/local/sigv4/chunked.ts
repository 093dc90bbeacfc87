import { createHash, type Hash } from 'node:crypto';
import { byteReader } from './byte-reader.ts';
import { hmac, sameText, scopeText, sha256 } from './canonical.ts';
import { PayloadRefused } from './payload-refused.ts';
import type { Seed } from './verify.ts';

const refuse = (message: string) => new PayloadRefused('InvalidRequest', message);

function headOf(line: string): { size: number; signature: string } {
  const match = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
  if (!match) throw refuse('A chunk head cannot be read.');
  return { size: Number.parseInt(match[1] ?? '', 16), signature: match[2] ?? '' };
}

/** Checks signatures that each build on the one before; the first on that of the headers. */
function signatureChain({ key, scope, time, signature }: Seed) {
  let previous = signature;
  return (kind: 'PAYLOAD' | 'TRAILER', hashes: string[], claimed: string) => {
    const text = [`AWS4-HMAC-SHA256-${kind}`, time, scopeText(scope), previous, ...hashes].join('\n');
    previous = hmac(key, text).toString('hex');
    if (!sameText(previous, claimed))
      throw new PayloadRefused('SignatureDoesNotMatch', 'A chunk was signed otherwise.');
  };
}

const empty = sha256('');

/**
 * Takes an aws-chunked body apart: `hex-size[;chunk-signature=…]\r\n bytes \r\n … 0\r\n trailers \r\n`
 * (docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html, …/sigv4-streaming-trailers.html). With a seed every
 * chunk's signature is checked, and that of the trailers where there are any.
 */
export async function* decodeChunks(
  body: AsyncIterable<Buffer>,
  seed: Seed | null,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const reader = byteReader(body);
  const check = seed && signatureChain(seed);
  for (let last = false; !last; ) {
    const { size, signature } = headOf(await reader.line());
    const hash: Hash | null = seed && createHash('sha256');
    for (let left = size; left > 0; ) {
      const piece = await reader.some(left);
      left -= piece.length;
      hash?.update(piece);
      yield piece;
    }
    last = size === 0;
    if (!last && (await reader.line()) !== '') throw refuse('A chunk is longer than it says.');
    if (hash) check?.('PAYLOAD', [empty, hash.digest('hex')], signature);
  }
  for (let line = await reader.line(); line !== ''; line = await reader.line()) {
    const colon = line.indexOf(':');
    if (colon < 1) throw refuse('A trailer cannot be read.');
    trailers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  checkTrailers(trailers, check);
  await reader.drain();
}

function checkTrailers(trailers: Map<string, string>, check: ReturnType<typeof signatureChain> | null) {
  const signature = trailers.get('x-amz-trailer-signature') ?? '';
  trailers.delete('x-amz-trailer-signature');
  if (!check || trailers.size === 0) return;
  const text = Array.from(trailers, ([name, value]) => `${name}:${value}\n`).join('');
  check('TRAILER', [sha256(text)], signature);
}
