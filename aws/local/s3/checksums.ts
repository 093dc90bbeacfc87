import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import * as z from 'zod';
import type { Call } from './call.ts';
import { crc64, joinCrc64 } from './crc64.ts';
import { S3Error } from './errors.ts';

/** The checksum algorithms of S3 that are done here. */
export const algorithms = ['crc32', 'crc64nvme', 'sha1', 'sha256'] as const;
export type Algorithm = (typeof algorithms)[number];

export const checksumSchema = z.strictObject({
  algorithm: z.enum(algorithms),
  /** Base64; `-N` at the end of one made of N parts' checksums. */
  value: z.string(),
});
export type Checksum = z.infer<typeof checksumSchema>;

type Hasher = { update(chunk: Uint8Array): void; digest(): Buffer };

/** Takes bytes in, gives the checksum out; CRC32 big endian, as S3 writes it. */
function hasherOf(algorithm: Algorithm): Hasher {
  if (algorithm === 'crc64nvme') return crc64();
  if (algorithm !== 'crc32') {
    const hash = createHash(algorithm);
    return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest() };
  }
  let crc = 0;
  return {
    update(chunk) {
      crc = crc32(chunk, crc);
    },
    digest() {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(crc);
      return bytes;
    },
  };
}

/** What a body turned out to be; `md5` in hex. */
export type Digest = { sizeBytes: number; md5: string; checksum: Checksum };

/** Everything that is told of a body, in one go. */
export function blobHasher(algorithm: Algorithm) {
  const md5 = createHash('md5');
  const hasher = hasherOf(algorithm);
  let size = 0;
  return {
    update(chunk: Uint8Array) {
      md5.update(chunk);
      hasher.update(chunk);
      size += chunk.length;
    },
    sizeBytes: () => size,
    digest(): Digest {
      const checksum = { algorithm, value: hasher.digest().toString('base64') };
      return { sizeBytes: size, md5: md5.digest('hex'), checksum };
    },
  };
}

const isAlgorithm = (name: string): name is Algorithm => algorithms.some((known) => known === name);

const prefix = 'x-amz-checksum-';
/** Headers that begin like a checksum and are none. */
const words = new Set(['algorithm', 'mode', 'type']);

/** Reads an algorithm's name. Throws NotImplemented for one that is not done. */
export function algorithmOf(name: string): Algorithm {
  const known = name.toLowerCase();
  if (isAlgorithm(known)) return known;
  throw new S3Error('NotImplemented', `The checksum ${name.toUpperCase()} is not implemented.`);
}

/** The algorithm a body comes with, in a header or behind it; null for none. Throws NotImplemented. */
export function announcedAlgorithm({ headers }: Call): Algorithm | null {
  const trailer = headers.get('x-amz-trailer');
  const named = [...headers.keys(), ...(trailer ? [trailer.trim().toLowerCase()] : [])]
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length))
    .filter((name) => !words.has(name));
  if (new Set(named).size > 1)
    throw new S3Error('InvalidRequest', 'Expecting a single x-amz-checksum- header. Multiple checksum Types');
  return named[0] === undefined ? null : algorithmOf(named[0]);
}

function checkMd5(header: string, md5: string) {
  const digest = Buffer.from(header, 'base64');
  if (digest.length !== 16) throw new S3Error('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  if (digest.toString('hex') !== md5)
    throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
}

/** How many bytes the body has as its sender says, without the wire's chunks; null where it is not said. */
export function announcedSize({ headers }: Pick<Call, 'headers'>): number | null {
  const length = headers.get('x-amz-decoded-content-length') ?? headers.get('content-length');
  return length === null ? null : Number(length);
}

/** Compares what arrived with what was announced: length, Content-MD5, checksum header or trailer. */
export function checkBody({ headers, trailers }: Call, { sizeBytes, md5, checksum }: Digest) {
  const length = announcedSize({ headers });
  if (length !== null && length !== sizeBytes)
    throw new S3Error('IncompleteBody', 'You did not provide the number of bytes specified by the headers.');
  const contentMd5 = headers.get('content-md5');
  if (contentMd5 !== null) checkMd5(contentMd5, md5);
  const trailer = headers.get('x-amz-trailer')?.trim().toLowerCase();
  const trailed = trailer?.startsWith(prefix) ? (trailers.get(trailer) ?? '') : null;
  const expected = headers.get(`${prefix}${checksum.algorithm}`) ?? trailed;
  if (expected !== null && expected !== checksum.value)
    throw new S3Error('BadDigest', `The ${checksum.algorithm.toUpperCase()} you specified did not match.`);
}

const typeOf = ({ value }: Checksum) => (value.includes('-') ? 'COMPOSITE' : 'FULL_OBJECT');

export const checksumHeaders = (checksum: Checksum | null): Record<string, string> =>
  checksum
    ? { [`${prefix}${checksum.algorithm}`]: checksum.value, 'x-amz-checksum-type': typeOf(checksum) }
    : {};

/** `<ChecksumCRC32>…` as it stands in documents. */
export const checksumElement = (checksum: Checksum | null) => {
  const tag = `Checksum${checksum?.algorithm.toUpperCase()}`;
  return checksum ? `<${tag}>${checksum.value}</${tag}>` : '';
};

export const checksumTypeElement = (checksum: Checksum | null) =>
  checksum ? `<ChecksumType>${typeOf(checksum)}</ChecksumType>` : '';

export type MultipartType = 'COMPOSITE' | 'FULL_OBJECT';

/**
 * What an object made of parts is summed up by: the parts' checksums, or all bytes, which CRC-64 always does
 * (docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html).
 */
export const multipartType = (algorithm: Algorithm): MultipartType =>
  algorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE';

/** The checksum of an object made of parts, from the parts' own. */
export function checksumOfParts(
  algorithm: Algorithm,
  parts: { checksum: Checksum; sizeBytes: number }[],
): Checksum {
  const digests = parts.map(({ checksum: { value }, sizeBytes }) => ({
    crc: Buffer.from(value, 'base64'),
    sizeBytes,
  }));
  if (algorithm === 'crc64nvme') return { algorithm, value: joinCrc64(digests).toString('base64') };
  const hasher = hasherOf(algorithm);
  for (const { crc } of digests) hasher.update(crc);
  return { algorithm, value: `${hasher.digest().toString('base64')}-${parts.length}` };
}
