import { createHash } from 'node:crypto';
import * as z from 'zod';
import { escapeMarkup } from '../../http/markup.ts';
import { type Call, type Context, readDocument, xml } from '../call.ts';
import {
  algorithmOf,
  type Checksum,
  checksumElement,
  checksumOfParts,
  checksumTypeElement,
} from '../checksums.ts';
import { checkWriteConditions } from '../conditions.ts';
import { parseDocument } from '../document.ts';
import { S3Error } from '../errors.ts';
import type { PartRow, UploadRow } from '../index-db.ts';
import { etagElement } from '../listing.ts';
import { checksumIn, headersIn, metadataIn } from '../rows.ts';
import { store } from '../store-row.ts';
import { addressElements, uploadOf } from './upload.ts';

/** Every part but the last (docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html). */
const minPartBytes = 5 * 1024 ** 2;

const partSchema = z.object({
  PartNumber: z.coerce.number().int(),
  ETag: z.string(),
  ChecksumCRC32: z.string().optional(),
  ChecksumCRC64NVME: z.string().optional(),
  ChecksumSHA1: z.string().optional(),
  ChecksumSHA256: z.string().optional(),
});
type Named = z.infer<typeof partSchema>;
const documentSchema = z.object({ CompleteMultipartUpload: z.object({ Part: z.array(partSchema).min(1) }) });

function isPart(named: Named, part: PartRow | undefined): part is PartRow {
  if (part?.etag !== named.ETag.replaceAll('"', '')) return false;
  const claimed =
    named.ChecksumCRC32 ?? named.ChecksumCRC64NVME ?? named.ChecksumSHA1 ?? named.ChecksumSHA256;
  return claimed === undefined || claimed === checksumIn(part)?.value;
}

function chosenParts(named: Named[], have: PartRow[]): PartRow[] {
  const numbers = named.map(({ PartNumber }) => PartNumber);
  if (numbers.some((number, at) => at > 0 && number <= (numbers[at - 1] ?? 0)))
    throw new S3Error('InvalidPartOrder', 'The list of parts was not in ascending order.');
  const known = new Map(have.map((part) => [part.number, part]));
  const parts = named.map((each) => {
    const part = known.get(each.PartNumber);
    if (isPart(each, part)) return part;
    throw new S3Error('InvalidPart', `Part ${each.PartNumber} could not be found, or its ETag is another.`);
  });
  if (parts.slice(0, -1).some(({ sizeBytes }) => sizeBytes < minPartBytes))
    throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
  return parts;
}

/** S3's ETag of a multipart object: MD5 over the parts' MD5s, then `-N`. */
function combinedEtag(parts: PartRow[]): string {
  const md5 = createHash('md5');
  for (const part of parts) md5.update(Buffer.from(part.etag, 'hex'));
  return `${md5.digest('hex')}-${parts.length}`;
}

/** Null unless the upload chose an algorithm: without one S3 tells no checksum of the parts' either. */
function combinedChecksum({ algorithm }: UploadRow, parts: PartRow[]): Checksum | null {
  if (algorithm === null) return null;
  const known = parts.flatMap((part) => {
    const checksum = checksumIn(part);
    return checksum ? [{ checksum, sizeBytes: part.sizeBytes }] : [];
  });
  return checksumOfParts(algorithmOf(algorithm), known);
}

/** The document of a request whose checksum headers speak of the object, not of the document. */
function readParts(call: Call): Promise<string> {
  const headers = new Headers(call.headers);
  for (const name of call.headers.keys()) if (name.startsWith('x-amz-checksum-')) headers.delete(name);
  return readDocument({ ...call, headers });
}

/** Compares the object with what the caller takes it for; throws BadDigest and InvalidRequest. */
function checkObject({ headers }: Call, sizeBytes: number, checksum: Checksum | null) {
  const claimed = checksum && headers.get(`x-amz-checksum-${checksum.algorithm}`);
  if (claimed && claimed !== checksum.value)
    throw new S3Error('BadDigest', `The ${checksum.algorithm.toUpperCase()} you specified did not match.`);
  const size = headers.get('x-amz-mp-object-size');
  if (size !== null && Number(size) !== sizeBytes)
    throw new S3Error('InvalidRequest', 'The parts have another size than x-amz-mp-object-size says.');
}

/** Parts that lie as they should are the object already; others are joined, into a file that is new. */
async function bytesOf(
  { blobs, assemblies }: Context,
  uploadId: string,
  parts: PartRow[],
  sizeBytes: number,
) {
  const first = parts[0]?.blob ?? '';
  const whole = (await blobs.sizeOf(first)) === sizeBytes && assemblies.seal(uploadId, parts);
  return whole ? { blob: whole, isNew: false } : { blob: await blobs.join(parts), isNew: true };
}

/** CompleteMultipartUpload: strings the named parts together and drops the others. A second time is NoSuchUpload. */
export async function completeUpload(call: Call, context: Context): Promise<Response> {
  const { index, blobs } = context;
  const { bucket, key } = call;
  const upload = uploadOf(call, context);
  const document = parseDocument(documentSchema, await readParts(call));
  const all = index.parts(upload.id);
  const parts = chosenParts(document.CompleteMultipartUpload.Part, all);
  const check = () => checkWriteConditions(call.headers, index.object(bucket, key));
  check();
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  const [etag, checksum] = [combinedEtag(parts), combinedChecksum(upload, parts)];
  checkObject(call, sizeBytes, checksum);
  const { blob, isNew } = await bytesOf(context, upload.id, parts, sizeBytes);
  try {
    uploadOf(call, context);
    check();
  } catch (error) {
    if (isNew) await blobs.remove(blob);
    throw error;
  }
  const kept = { headers: headersIn(upload), metadata: metadataIn(upload) };
  const made = { bucket, key, blob, sizeBytes, etag, checksum, ...kept };
  await store(context, made, 'CompleteMultipartUpload', upload.id);
  const open = context.assemblies.forget(upload.id);
  await Promise.all(all.map((part) => (isNew ? blobs.remove(part.blob) : blobs.discard(part.blob))));
  if (open) await blobs.remove(open);
  return result(call, etag, checksum);
}

function result(call: Call, etag: string, checksum: Checksum | null): Response {
  const path = [call.bucket, ...call.key.split('/')].map(encodeURIComponent).join('/');
  const location = `http://${call.headers.get('host')}/${path}`;
  return xml(
    'CompleteMultipartUploadResult',
    [
      `<Location>${escapeMarkup(location)}</Location>`,
      addressElements(call),
      etagElement(etag),
      checksumElement(checksum),
      checksumTypeElement(checksum),
    ].join(''),
  );
}
