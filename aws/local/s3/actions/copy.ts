import { type Call, type Context, keptHeaders, metadataOf, xml } from '../call.ts';
import { checksumElement } from '../checksums.ts';
import { checkRead, checkWriteConditions } from '../conditions.ts';
import { noSuchBucket, noSuchKey, preconditionFailed, S3Error } from '../errors.ts';
import { etagElement, timeElement } from '../listing.ts';
import { openObject } from '../open-object.ts';
import { headersIn, metadataIn, type ObjectRow } from '../rows.ts';
import { store } from '../store-row.ts';

function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    throw new S3Error('InvalidArgument', 'The x-amz-copy-source header must be URL encoded.');
  }
}

/** What `x-amz-copy-source` names, once its conditions hold. */
export function sourceOf({ headers }: Call, { index, bucketNames }: Context): ObjectRow {
  const [, bucket = '', key = '', version] =
    /^\/?([^/]+)\/([^?]+)(\?.*)?$/.exec(headers.get('x-amz-copy-source') ?? '') ?? [];
  if (version !== undefined) throw new S3Error('NotImplemented', 'Versions are not implemented.');
  if (!bucketNames.has(bucket)) throw noSuchBucket();
  const row = index.object(bucket, decoded(key));
  if (!row) throw noSuchKey();
  if (checkRead(headers, row, 'x-amz-copy-source-') !== 'send') throw preconditionFailed();
  return row;
}

function replaces({ headers }: Call): boolean {
  const directive = headers.get('x-amz-metadata-directive') ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE')
    throw new S3Error('InvalidArgument', 'Unknown metadata directive.');
  return directive === 'REPLACE';
}

/**
 * CopyObject within the stand-in; `x-amz-metadata-directive: REPLACE` takes the request's headers instead. A copy is
 * written whole, so that its ETag is its MD5, whatever the source's was.
 */
export async function copyObject(call: Call, context: Context): Promise<Response> {
  const { index, blobs } = context;
  const { bucket, key } = call;
  const source = sourceOf(call, context);
  const replace = replaces(call);
  if (!replace && source.bucket === bucket && source.key === key)
    throw new S3Error(
      'InvalidRequest',
      'This copy request is illegal: it copies an object to itself unchanged.',
    );
  checkWriteConditions(call.headers, index.object(bucket, key));
  const file = await openObject(context, source);
  const { name, md5: etag, sizeBytes, checksum } = await blobs.write(file.createReadStream(), 'crc32');
  const kept = replace
    ? { headers: keptHeaders(call.headers), metadata: metadataOf(call.headers) }
    : { headers: headersIn(source), metadata: metadataIn(source) };
  const row = await store(
    context,
    { bucket, key, blob: name, sizeBytes, etag, checksum, ...kept },
    'CopyObject',
  );
  return xml(
    'CopyObjectResult',
    etagElement(etag) + timeElement('LastModified', row.modifiedMs) + checksumElement(checksum),
  );
}
