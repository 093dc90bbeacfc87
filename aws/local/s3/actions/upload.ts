import { randomBytes } from 'node:crypto';
import { type Call, type Context, keptHeaders, metadataOf, xml } from '../call.ts';
import { algorithmOf, announcedAlgorithm, checkBody, checksumHeaders } from '../checksums.ts';
import { escapeXml, S3Error } from '../errors.ts';
import type { UploadRow } from '../index-db.ts';

const maxPartNumber = 10_000;

/** The open multipart upload that a request names. Throws NoSuchUpload. */
export function uploadOf({ query, bucket, key }: Call, { index }: Context): UploadRow {
  const upload = index.upload(query.get('uploadId') ?? '');
  if (upload && upload.bucket === bucket && upload.key === key) return upload;
  throw new S3Error(
    'NoSuchUpload',
    'The specified multipart upload does not exist. It may have been aborted or completed.',
  );
}

export const addressElements = (call: Call) =>
  `<Bucket>${call.bucket}</Bucket><Key>${escapeXml(call.key)}</Key>`;

/** CreateMultipartUpload */
export async function createUpload(call: Call, { index, clock }: Context): Promise<Response> {
  const { bucket, key, headers } = call;
  const asked = headers.get('x-amz-checksum-algorithm');
  const algorithm = asked === null ? null : algorithmOf(asked);
  if (headers.get('x-amz-checksum-type') === 'FULL_OBJECT')
    throw new S3Error('NotImplemented', 'Checksums of whole multipart objects are not implemented.');
  const id = randomBytes(32).toString('base64url');
  const kept = {
    headers: JSON.stringify(keptHeaders(headers)),
    metadata: JSON.stringify(metadataOf(headers)),
  };
  index.putUpload({ id, bucket, key, ...kept, algorithm, startedMs: clock.now() });
  const answer = xml('InitiateMultipartUploadResult', `${addressElements(call)}<UploadId>${id}</UploadId>`);
  if (algorithm === null) return answer;
  answer.headers.set('x-amz-checksum-algorithm', algorithm.toUpperCase());
  answer.headers.set('x-amz-checksum-type', 'COMPOSITE');
  return answer;
}

function partNumberOf({ query }: Call): number {
  const number = Number(query.get('partNumber'));
  if (Number.isInteger(number) && number >= 1 && number <= maxPartNumber) return number;
  throw new S3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
}

/** UploadPart: sending a part again replaces it. */
export async function uploadPart(call: Call, context: Context): Promise<Response> {
  const { index, blobs, clock } = context;
  const { id, algorithm } = uploadOf(call, context);
  const number = partNumberOf(call);
  const announced = announcedAlgorithm(call);
  if (algorithm !== null && announced !== null && announced !== algorithm)
    throw new S3Error('InvalidRequest', 'Checksum Type mismatch occurred.');
  const chosen = algorithm === null ? announced : algorithmOf(algorithm);
  const { name, ...digest } = await blobs.write(call.body, chosen ?? 'crc32');
  try {
    checkBody(call, digest);
    uploadOf(call, context);
  } catch (error) {
    await blobs.remove(name);
    throw error;
  }
  const before = index.part(id, number);
  const { sizeBytes, md5: etag } = digest;
  const checksum = JSON.stringify(digest.checksum);
  index.putPart({ uploadId: id, number, blob: name, sizeBytes, etag, checksum, modifiedMs: clock.now() });
  if (before) await blobs.remove(before.blob);
  return new Response(null, { headers: { etag: `"${etag}"`, ...checksumHeaders(digest.checksum) } });
}

/** AbortMultipartUpload */
export async function abortUpload(call: Call, context: Context): Promise<Response> {
  const { id } = uploadOf(call, context);
  const parts = context.index.parts(id);
  context.index.removeUpload(id);
  await Promise.all(parts.map((part) => context.blobs.remove(part.blob)));
  return new Response(null, { status: 204 });
}
