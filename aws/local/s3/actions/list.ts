import * as z from 'zod';
import { type Call, type Context, xml } from '../call.ts';
import { S3Error } from '../errors.ts';
import type { ObjectRow } from '../index-db.ts';
import { etagElement, nameIn, numberIn, timeElement } from '../listing.ts';
import { walk } from '../walk.ts';

const tokenSchema = z.strictObject({ after: z.string(), skip: z.string().nullable() });
type Position = z.infer<typeof tokenSchema>;
type Page = { objects: ObjectRow[]; prefixes: string[]; next: Position | null };

const maxKeys = 1000;

function positionOf(token: string | null, startAfter: string): Position {
  if (token === null) return { after: startAfter, skip: null };
  try {
    return tokenSchema.parse(JSON.parse(Buffer.from(token, 'base64url').toString()));
  } catch {
    throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect');
  }
}

/** Up to `max` entries from a position on; a common prefix counts as one. */
function pageOf(
  { index }: Context,
  bucket: string,
  from: Position,
  { prefix, delimiter, max }: { prefix: string; delimiter: string; max: number },
): Page {
  const page: Page = { objects: [], prefixes: [], next: null };
  let position = from;
  if (max === 0) return page;
  for (const entry of walk(index, { bucket, prefix, delimiter, ...from })) {
    if (page.objects.length + page.prefixes.length === max) return { ...page, next: position };
    if (entry.row) page.objects.push(entry.row);
    else page.prefixes.push(entry.commonPrefix);
    position = entry.row
      ? { after: entry.row.key, skip: null }
      : { after: entry.commonPrefix, skip: entry.commonPrefix };
  }
  return page;
}

const contents = (row: ObjectRow, name: (text: string) => string) =>
  `<Contents><Key>${name(row.key)}</Key>${timeElement('LastModified', row.modifiedMs)}${etagElement(row.etag)}<Size>${row.sizeBytes}</Size><StorageClass>STANDARD</StorageClass></Contents>`;

/** ListObjectsV2: prefix, delimiter, max-keys, start-after, continuation-token, encoding-type; no owners. */
export async function listObjects(call: Call, context: Context): Promise<Response> {
  const { query, bucket } = call;
  if (query.get('list-type') !== '2')
    throw new S3Error('NotImplemented', 'Only ListObjectsV2 is implemented.');
  const field = (name: string) => query.get(name) ?? '';
  const [prefix, delimiter, startAfter] = [field('prefix'), field('delimiter'), field('start-after')];
  const max = Math.min(numberIn(query, 'max-keys', maxKeys), maxKeys);
  const token = query.get('continuation-token');
  const page = pageOf(context, bucket, positionOf(token, startAfter), { prefix, delimiter, max });
  const name = nameIn(query);
  const optional = (tag: string, value: string) => (value ? `<${tag}>${value}</${tag}>` : '');
  const next = page.next ? Buffer.from(JSON.stringify(page.next)).toString('base64url') : '';
  return xml(
    'ListBucketResult',
    [
      `<Name>${bucket}</Name><Prefix>${name(prefix)}</Prefix><MaxKeys>${max}</MaxKeys>`,
      `<KeyCount>${page.objects.length + page.prefixes.length}</KeyCount><IsTruncated>${page.next !== null}</IsTruncated>`,
      optional('Delimiter', name(delimiter)),
      optional('StartAfter', name(startAfter)),
      optional('EncodingType', field('encoding-type')),
      optional('ContinuationToken', token ?? ''),
      optional('NextContinuationToken', next),
      ...page.objects.map((row) => contents(row, name)),
      ...page.prefixes.map((text) => `<CommonPrefixes><Prefix>${name(text)}</Prefix></CommonPrefixes>`),
    ].join(''),
  );
}
