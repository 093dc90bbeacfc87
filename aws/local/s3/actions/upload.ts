import { randomBytes } from 'node:crypto';
import { escapeMarkup } from '../../http/markup.ts';
import type { Blob } from '../blobs.ts';
import { type Call, type Context, keptHeaders, metadataOf, xml } from '../call.ts';
import {
  type Algorithm,
  algorithmOf,
  announcedAlgorithm,
  announcedSize,
  checkBody,
  checksumElement,
  checksumHeaders,
  type Digest,
  multipartType,
} from '../checksums.ts';
import { S3Error } from '../errors.ts';
import type { PartRow, UploadRow } from '../index-db.ts';
import { etagElement, timeElement } from '../listing.ts';
import { openObject } from '../open-object.ts';
import { rangeOf } from '../range.ts';
import { checksumIn } from '../rows.ts';
import { sourceOf } from './copy.ts';

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
  `<Bucket>${call.bucket}</Bucket><Key>${escapeMarkup(call.key)}</Key>`;

/** CreateMultipartUpload */
export async function createUpload(call: Call, { index, clock }: Context): Promise<Response> {
  const { bucket, key, headers } = call;
  const asked = headers.get('x-amz-checksum-algorithm');
  const algorithm = asked === null ? null : algorithmOf(asked);
  const type = algorithm && multipartType(algorithm);
  const askedType = headers.get('x-amz-checksum-type');
  if (askedType !== null && askedType !== type)
    throw new S3Error('NotImplemented', `${askedType} with ${asked} is not implemented.`);
  const id = randomBytes(32).toString('base64url');
  const kept = {
    headers: JSON.stringify(keptHeaders(headers)),
    metadata: JSON.stringify(metadataOf(headers)),
  };
  index.putUpload({ id, bucket, key, ...kept, algorithm, startedMs: clock.now() });
  const answer = xml('InitiateMultipartUploadResult', `${addressElements(call)}<UploadId>${id}</UploadId>`);
  if (algorithm === null || type === null) return answer;
  answer.headers.set('x-amz-checksum-algorithm', algorithm.toUpperCase());
  answer.headers.set('x-amz-checksum-type', type);
  return answer;
}

function partNumberOf({ query }: Call): number {
  const number = Number(query.get('partNumber'));
  if (Number.isInteger(number) && number >= 1 && number <= maxPartNumber) return number;
  throw new S3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
}

type Source = {
  body: AsyncIterable<Uint8Array>;
  /** As announced; null where nobody said. */
  sizeBytes: number | null;
  announced: Algorithm | null;
  check(digest: Digest): void;
};

/** Writes a part to where it will lie in the object, or to a file of its own, and weighs it. */
async function writePart(
  call: Call,
  context: Context,
  { number, algorithm }: { number: number; algorithm: Algorithm },
  { body, sizeBytes, check }: Source,
) {
  const { index, blobs, assemblies } = context;
  const { id } = uploadOf(call, context);
  const room = sizeBytes
    ? assemblies.reserve(id, number, sizeBytes, () => index.parts(id).length === 0)
    : undefined;
  let written: Blob | undefined;
  try {
    written = await blobs.write(body, algorithm, room);
    check(written);
    uploadOf(call, context);
    room?.settle(true);
    return written;
  } catch (error) {
    if (room?.settle(false)) await blobs.remove(room.address);
    else if (written) await blobs.discard(written.name);
    throw error;
  }
}

/** Writes a part in place of the one with its number, if any. */
async function takePart(call: Call, context: Context, source: Source): Promise<PartRow> {
  const { index, blobs, clock } = context;
  const { id, algorithm } = uploadOf(call, context);
  const number = partNumberOf(call);
  const { announced } = source;
  if (algorithm !== null && announced !== null && announced !== algorithm)
    throw new S3Error('InvalidRequest', 'Checksum Type mismatch occurred.');
  const chosen = algorithm === null ? announced : algorithmOf(algorithm);
  const written = await writePart(call, context, { number, algorithm: chosen ?? 'crc32' }, source);
  const before = index.part(id, number);
  const { name, sizeBytes, md5: etag, checksum } = written;
  const made = { uploadId: id, number, blob: name, sizeBytes, etag, modifiedMs: clock.now() };
  const part = { ...made, checksum: JSON.stringify(checksum) };
  index.putPart(part);
  if (before) await blobs.discard(before.blob);
  return part;
}

/** UploadPart: sending a part again replaces it. */
export async function uploadPart(call: Call, context: Context): Promise<Response> {
  const check = (digest: Digest) => checkBody(call, digest);
  const part = await takePart(call, context, {
    body: call.body,
    sizeBytes: announcedSize(call),
    announced: announcedAlgorithm(call),
    check,
  });
  return new Response(null, { headers: { etag: `"${part.etag}"`, ...checksumHeaders(checksumIn(part)) } });
}

/** UploadPartCopy: a part out of an object, or of a range of it. */
export async function copyPart(call: Call, context: Context): Promise<Response> {
  uploadOf(call, context);
  const source = sourceOf(call, context);
  const asked = call.headers.get('x-amz-copy-source-range');
  const range = asked === null ? null : rangeOf(asked, source.sizeBytes);
  if (asked !== null && !/^bytes=\d+-\d+$/.test(asked))
    throw new S3Error(
      'InvalidArgument',
      'The x-amz-copy-source-range value must be of the form bytes=first-last',
    );
  const file = await openObject(context, source);
  const body = file.createReadStream(range ?? {});
  const sizeBytes = range ? range.end - range.start + 1 : source.sizeBytes;
  const part = await takePart(call, context, { body, sizeBytes, announced: null, check: () => {} });
  const checksum = checksumElement(checksumIn(part));
  const time = timeElement('LastModified', part.modifiedMs);
  return xml('CopyPartResult', etagElement(part.etag) + time + checksum);
}

/** AbortMultipartUpload */
export async function abortUpload(call: Call, context: Context): Promise<Response> {
  const { id } = uploadOf(call, context);
  const parts = context.index.parts(id);
  context.index.removeUpload(id);
  const open = context.assemblies.forget(id);
  const files = [...parts.map((part) => part.blob), ...(open ? [open] : [])];
  await Promise.all(files.map((file) => context.blobs.remove(file)));
  return new Response(null, { status: 204 });
}
