import { createHash } from 'node:crypto';
import * as z from 'zod';
import { escapeMarkup } from '../../http/markup.ts';
import { type Call, type Context, readDocument, xml } from '../call.ts';
import {
  algorithmOf,
  type Checksum,
  checksumElement,
  checksumTypeElement,
  compositeChecksum,
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
  ChecksumSHA1: z.string().optional(),
  ChecksumSHA256: z.string().optional(),
});
type Named = z.infer<typeof partSchema>;
const documentSchema = z.object({ CompleteMultipartUpload: z.object({ Part: z.array(partSchema).min(1) }) });

function isPart(named: Named, part: PartRow | undefined): part is PartRow {
  if (part?.etag !== named.ETag.replaceAll('"', '')) return false;
  const claimed = named.ChecksumCRC32 ?? named.ChecksumSHA1 ?? named.ChecksumSHA256;
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
  const checksums = parts.flatMap((part) => checksumIn(part) ?? []);
  return compositeChecksum(algorithmOf(algorithm), checksums);
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
  const document = parseDocument(documentSchema, await readDocument(call));
  const all = index.parts(upload.id);
  const parts = chosenParts(document.CompleteMultipartUpload.Part, all);
  const check = () => checkWriteConditions(call.headers, index.object(bucket, key));
  check();
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  const { blob, isNew } = await bytesOf(context, upload.id, parts, sizeBytes);
  try {
    uploadOf(call, context);
    check();
  } catch (error) {
    if (isNew) await blobs.remove(blob);
    throw error;
  }
  const [etag, checksum] = [combinedEtag(parts), combinedChecksum(upload, parts)];
  const kept = { headers: headersIn(upload), metadata: metadataIn(upload) };
  const made = { bucket, key, blob, sizeBytes, etag, checksum, ...kept };
  await store(context, made, 'CompleteMultipartUpload', upload.id);
  const open = context.assemblies.forget(upload.id);
  await Promise.all(all.map((part) => (isNew ? blobs.remove(part.blob) : blobs.discard(part.blob))));
  if (open) await blobs.remove(open);
  const location = `http://${call.headers.get('host')}/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
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
