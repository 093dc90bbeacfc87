import { type Call, type Context, xml } from '../call.ts';
import { checksumElement } from '../checksums.ts';
import { S3Error } from '../errors.ts';
import { etagElement, nameIn, numberIn, timeElement } from '../listing.ts';
import { checksumIn } from '../rows.ts';
import { addressElements, uploadOf } from './upload.ts';

const most = 1000;

/** ListParts, in pages by part-number-marker. */
export async function listParts(call: Call, context: Context): Promise<Response> {
  const upload = uploadOf(call, context);
  const marker = numberIn(call.query, 'part-number-marker', 0);
  const max = Math.min(numberIn(call.query, 'max-parts', most), most);
  const rest = context.index.parts(upload.id).filter((part) => part.number > marker);
  const page = rest.slice(0, max);
  const next = rest.length > page.length ? page.at(-1)?.number : undefined;
  const entries = page.map(
    (part) =>
      `<Part><PartNumber>${part.number}</PartNumber>${timeElement('LastModified', part.modifiedMs)}${etagElement(part.etag)}<Size>${part.sizeBytes}</Size>${upload.algorithm === null ? '' : checksumElement(checksumIn(part))}</Part>`,
  );
  return xml(
    'ListPartsResult',
    [
      addressElements(call),
      `<UploadId>${upload.id}</UploadId><StorageClass>STANDARD</StorageClass>`,
      `<PartNumberMarker>${marker}</PartNumberMarker>`,
      next === undefined ? '' : `<NextPartNumberMarker>${next}</NextPartNumberMarker>`,
      `<MaxParts>${max}</MaxParts><IsTruncated>${rest.length > page.length}</IsTruncated>`,
      ...entries,
    ].join(''),
  );
}

/** ListMultipartUploads of a bucket by prefix, in pages by key-marker and upload-id-marker; no delimiter. */
export async function listUploads({ bucket, query }: Call, { index }: Context): Promise<Response> {
  if (query.get('delimiter')) throw new S3Error('NotImplemented', 'A delimiter is not implemented here.');
  const [prefix, keyMarker] = [query.get('prefix') ?? '', query.get('key-marker') ?? ''];
  const idMarker = keyMarker === '' ? '' : (query.get('upload-id-marker') ?? '');
  const max = Math.min(numberIn(query, 'max-uploads', most), most);
  const name = nameIn(query);
  const all = index.uploads(bucket).filter((upload) => upload.key.startsWith(prefix));
  const marked = all.findIndex((upload) => upload.id === idMarker);
  const rest =
    marked >= 0
      ? all.slice(marked + 1)
      : all.filter((upload) => Buffer.compare(Buffer.from(upload.key), Buffer.from(keyMarker)) > 0);
  const page = rest.slice(0, max);
  const last = rest.length > page.length ? page.at(-1) : undefined;
  const entries = page.map(
    (upload) =>
      `<Upload><Key>${name(upload.key)}</Key><UploadId>${upload.id}</UploadId>${timeElement('Initiated', upload.startedMs)}<StorageClass>STANDARD</StorageClass></Upload>`,
  );
  return xml(
    'ListMultipartUploadsResult',
    [
      `<Bucket>${bucket}</Bucket><Prefix>${name(prefix)}</Prefix><KeyMarker>${name(keyMarker)}</KeyMarker>`,
      query.has('encoding-type') ? '<EncodingType>url</EncodingType>' : '',
      last
        ? `<NextKeyMarker>${name(last.key)}</NextKeyMarker><NextUploadIdMarker>${last.id}</NextUploadIdMarker>`
        : '',
      `<MaxUploads>${max}</MaxUploads><IsTruncated>${last !== undefined}</IsTruncated>`,
      ...entries,
    ].join(''),
  );
}
