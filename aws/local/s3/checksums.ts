import type { Blob } from './blobs.ts';
import type { Call } from './call.ts';
import { S3Error } from './errors.ts';

const algorithms = ['crc32', 'sha256'] as const;
const unsupported = ['crc32c', 'sha1', 'crc64nvme', 'sha512', 'md5', 'xxhash64', 'xxhash3', 'xxhash128'];

const announced = (call: Call, name: string) =>
  call.headers.get(`x-amz-checksum-${name}`) ?? call.trailers.get(`x-amz-checksum-${name}`);

const willBeTrailed = (call: Call) => call.headers.get('x-amz-trailer') ?? '';

/** Refuses, before a byte is read, a checksum that could not be checked. */
export function refuseUnknownChecksums(call: Call) {
  const asked = unsupported.find(
    (name) => call.headers.has(`x-amz-checksum-${name}`) || willBeTrailed(call) === `x-amz-checksum-${name}`,
  );
  if (asked) throw new S3Error('NotImplemented', `The checksum ${asked.toUpperCase()} is not implemented.`);
}

export const wantsSha256 = (call: Call) =>
  call.headers.has('x-amz-checksum-sha256') || willBeTrailed(call) === 'x-amz-checksum-sha256';

/** Compares what arrived with what was announced: length, Content-MD5, checksum header or trailer. */
export function checkBody(call: Call, blob: Blob) {
  const length = call.headers.get('x-amz-decoded-content-length');
  if (length !== null && Number(length) !== blob.sizeBytes) {
    throw new S3Error('IncompleteBody', 'The body is not as long as x-amz-decoded-content-length says.');
  }
  const md5 = call.headers.get('content-md5');
  if (md5 !== null && Buffer.from(md5, 'base64').toString('hex') !== blob.md5) {
    throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  for (const name of algorithms) {
    const expected = announced(call, name);
    if (expected !== undefined && expected !== null && expected !== blob[name]) {
      throw new S3Error(
        'BadDigest',
        `The ${name.toUpperCase()} you specified did not match the calculated checksum.`,
      );
    }
  }
  const trailer = willBeTrailed(call);
  if (trailer !== '' && !call.trailers.has(trailer))
    throw new S3Error('InvalidRequest', 'The trailer did not come.');
}

/** Checksum headers of an answer: CRC32 always, since it is always known. */
export const checksumHeaders = (crc32: string | null): Record<string, string> =>
  crc32 === null ? {} : { 'x-amz-checksum-crc32': crc32, 'x-amz-checksum-type': 'FULL_OBJECT' };
