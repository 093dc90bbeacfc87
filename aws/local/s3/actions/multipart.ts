import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { type Call, type Context, keptHeaders, metadataOf, readDocument, xml } from '../call.ts';
import { checkBody, checksumHeaders, refuseUnknownChecksums, wantsSha256 } from '../checksums.ts';
import { checkWriteConditions } from '../conditions.ts';
import { parseDocument } from '../document.ts';
import { escapeXml, S3Error } from '../errors.ts';
import type { PartRow, UploadRow } from '../index-db.ts';
import { store } from '../store-row.ts';

/** Every part but the last (docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html). */
const minPartBytes = 5 * 1024 ** 2;
const maxPartNumber = 10_000;

function uploadOf(call: Call, { index }: Context): UploadRow {
  const upload = index.upload(call.query.get('uploadId') ?? '');
  if (upload && upload.bucket === call.bucket && upload.key === call.key) return upload;
  throw new S3Error('NoSuchUpload', 'The specified multipart upload does not exist.');
}

const address = (call: Call) => `<Bucket>${call.bucket}</Bucket><Key>${escapeXml(call.key)}</Key>`;

/** CreateMultipartUpload */
export async function createUpload(call: Call, { index, clock }: Context): Promise<Response> {
  const id = randomBytes(32).toString('base64url');
  const headers = JSON.stringify(keptHeaders(call.headers));
  const metadata = JSON.stringify(metadataOf(call.headers));
  index.putUpload({ id, bucket: call.bucket, key: call.key, headers, metadata, startedMs: clock.now() });
  return xml('InitiateMultipartUploadResult', `${address(call)}<UploadId>${id}</UploadId>`);
}

/** UploadPart: sending a part again replaces it. */
export async function uploadPart(call: Call, context: Context): Promise<Response> {
  const { index, blobs, clock } = context;
  const upload = uploadOf(call, context);
  const number = Number(call.query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > maxPartNumber) {
    throw new S3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
  }
  refuseUnknownChecksums(call);
  const blob = await blobs.write(call.body, call.checks, wantsSha256(call));
  try {
    checkBody(call, blob);
    uploadOf(call, context);
  } catch (error) {
    await blobs.remove(blob.name);
    throw error;
  }
  const before = index.part(upload.id, number);
  const { name, sizeBytes, md5 } = blob;
  index.putPart({ uploadId: upload.id, number, blob: name, sizeBytes, etag: md5, modifiedMs: clock.now() });
  if (before) await blobs.remove(before.blob);
  return new Response(null, { headers: { etag: `"${md5}"`, ...checksumHeaders(blob.crc32) } });
}

const completeSchema = z.object({
  CompleteMultipartUpload: z.object({
    Part: z.array(z.object({ PartNumber: z.coerce.number().int(), ETag: z.string() })).min(1),
  }),
});

function chosenParts(asked: { PartNumber: number; ETag: string }[], have: PartRow[]): PartRow[] {
  const known = new Map(have.map((part) => [part.number, part]));
  return asked.map(({ PartNumber, ETag }, i) => {
    if (i > 0 && PartNumber <= (asked[i - 1]?.PartNumber ?? 0)) {
      throw new S3Error('InvalidPartOrder', 'The list of parts was not in ascending order.');
    }
    const part = known.get(PartNumber);
    if (part?.etag !== ETag.replaceAll('"', '')) {
      throw new S3Error('InvalidPart', `Part ${PartNumber} was not uploaded, or its ETag is another.`);
    }
    if (i < asked.length - 1 && part.sizeBytes < minPartBytes) {
      throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
    }
    return part;
  });
}

/** S3's ETag of a multipart object: MD5 over the parts' MD5s, then `-N`. */
function combinedEtag(parts: PartRow[]): string {
  const md5 = createHash('md5');
  for (const part of parts) md5.update(Buffer.from(part.etag, 'hex'));
  return `${md5.digest('hex')}-${parts.length}`;
}

/** CompleteMultipartUpload: strings the named parts together, drops the others. */
export async function completeUpload(call: Call, context: Context): Promise<Response> {
  const { index, blobs } = context;
  const upload = uploadOf(call, context);
  const asked = parseDocument(completeSchema, await readDocument(call)).CompleteMultipartUpload.Part;
  const all = index.parts(upload.id);
  const parts = chosenParts(asked, all);
  checkWriteConditions(call.headers, index.object(call.bucket, call.key));
  const { name, sizeBytes } = await blobs.join(parts.map((part) => part.blob));
  const etag = combinedEtag(parts);
  const headers = JSON.parse(upload.headers) as Record<string, string>;
  const metadata = JSON.parse(upload.metadata) as Record<string, string>;
  const made = {
    bucket: call.bucket,
    key: call.key,
    blob: name,
    sizeBytes,
    etag,
    checksum: null,
    headers,
    metadata,
  };
  await store(context, made, 'CompleteMultipartUpload');
  index.removeUpload(upload.id);
  await Promise.all(all.map((part) => blobs.remove(part.blob)));
  const location = escapeXml(`/${call.bucket}/${call.key}`);
  return xml(
    'CompleteMultipartUploadResult',
    `<Location>${location}</Location>${address(call)}<ETag>&quot;${etag}&quot;</ETag>`,
  );
}

/** AbortMultipartUpload */
export async function abortUpload(call: Call, context: Context): Promise<Response> {
  const upload = uploadOf(call, context);
  const parts = context.index.parts(upload.id);
  context.index.removeUpload(upload.id);
  await Promise.all(parts.map((part) => context.blobs.remove(part.blob)));
  return new Response(null, { status: 204 });
}

/** ListParts, in pages by part-number-marker. */
export async function listParts(call: Call, context: Context): Promise<Response> {
  const upload = uploadOf(call, context);
  const marker = Number(call.query.get('part-number-marker') ?? 0);
  const max = Math.min(Number(call.query.get('max-parts') ?? 1000) || 1000, 1000);
  const rest = context.index.parts(upload.id).filter((part) => part.number > marker);
  const page = rest.slice(0, max);
  const entries = page.map(
    (part) =>
      `<Part><PartNumber>${part.number}</PartNumber><LastModified>${new Date(part.modifiedMs).toISOString()}</LastModified><ETag>&quot;${part.etag}&quot;</ETag><Size>${part.sizeBytes}</Size></Part>`,
  );
  const truncated = rest.length > page.length;
  const next = truncated ? `<NextPartNumberMarker>${page.at(-1)?.number}</NextPartNumberMarker>` : '';
  const head = `${address(call)}<UploadId>${upload.id}</UploadId><PartNumberMarker>${marker}</PartNumberMarker>${next}<MaxParts>${max}</MaxParts><IsTruncated>${truncated}</IsTruncated>`;
  return xml('ListPartsResult', head + entries.join(''));
}

/** ListMultipartUploads of a bucket, by prefix; all in one page. */
export async function listUploads(call: Call, { index }: Context): Promise<Response> {
  const prefix = call.query.get('prefix') ?? '';
  const entries = index
    .uploads(call.bucket)
    .filter((upload) => upload.key.startsWith(prefix))
    .map(
      (upload) =>
        `<Upload><Key>${escapeXml(upload.key)}</Key><UploadId>${upload.id}</UploadId><Initiated>${new Date(upload.startedMs).toISOString()}</Initiated><StorageClass>STANDARD</StorageClass></Upload>`,
    );
  const head = `<Bucket>${call.bucket}</Bucket><Prefix>${escapeXml(prefix)}</Prefix><MaxUploads>1000</MaxUploads><IsTruncated>false</IsTruncated>`;
  return xml('ListMultipartUploadsResult', head + entries.join(''));
}
