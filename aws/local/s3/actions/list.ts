import { type Call, type Context, xml } from '../call.ts';
import { escapeXml, S3Error } from '../errors.ts';
import type { ObjectRow } from '../index-db.ts';

type Page = { objects: ObjectRow[]; prefixes: string[]; last: string | null; truncated: boolean };

const batch = 1000;

/** Walks keys in order; a common prefix counts as one entry and is skipped as a whole. */
function collect(
  { index }: Context,
  bucket: string,
  prefix: string,
  delimiter: string,
  start: string,
  max: number,
): Page {
  const page: Page = { objects: [], prefixes: [], last: null, truncated: false };
  let cursor = start;
  for (
    let rows = index.after(bucket, cursor, prefix, batch);
    rows.length > 0;
    rows = index.after(bucket, cursor, prefix, batch)
  ) {
    for (const row of rows) {
      if (row.key <= cursor && cursor !== '') continue;
      if (!row.key.startsWith(prefix)) return page;
      if (page.objects.length + page.prefixes.length >= max) return { ...page, truncated: true };
      const end = delimiter ? row.key.indexOf(delimiter, prefix.length) : -1;
      if (end < 0) page.objects.push(row);
      else page.prefixes.push(row.key.slice(0, end + delimiter.length));
      cursor = end < 0 ? row.key : `${row.key.slice(0, end + delimiter.length)}\u{10FFFF}`;
      page.last = cursor;
    }
  }
  return page;
}

const entry = (row: ObjectRow, name: (text: string) => string) =>
  `<Contents><Key>${name(row.key)}</Key><LastModified>${new Date(row.modifiedMs).toISOString()}</LastModified><ETag>&quot;${row.etag}&quot;</ETag><Size>${row.sizeBytes}</Size><StorageClass>STANDARD</StorageClass></Contents>`;

function limit(call: Call): number {
  const max = Number(call.query.get('max-keys') ?? batch);
  if (!Number.isInteger(max) || max < 0) throw new S3Error('InvalidArgument', 'max-keys is not a number.');
  return Math.min(max, batch);
}

/** ListObjectsV2: prefix, delimiter, max-keys, start-after, continuation-token, encoding-type. */
export async function listObjects(call: Call, context: Context): Promise<Response> {
  if (call.query.get('list-type') !== '2')
    throw new S3Error('NotImplemented', 'Only ListObjectsV2 is implemented.');
  const field = (name: string) => call.query.get(name) ?? '';
  const name = (text: string) =>
    field('encoding-type') === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : escapeXml(text);
  const token = field('continuation-token');
  const start = token ? Buffer.from(token, 'base64url').toString() : field('start-after');
  const [prefix, delimiter, max] = [field('prefix'), field('delimiter'), limit(call)];
  const page =
    max > 0
      ? collect(context, call.bucket, prefix, delimiter, start, max)
      : { objects: [], prefixes: [], last: null, truncated: false };
  const optional = (tag: string, value: string) => (value ? `<${tag}>${name(value)}</${tag}>` : '');
  const next = page.truncated && page.last !== null ? Buffer.from(page.last).toString('base64url') : '';
  return xml(
    'ListBucketResult',
    [
      `<Name>${call.bucket}</Name><Prefix>${name(prefix)}</Prefix><MaxKeys>${max}</MaxKeys>`,
      `<KeyCount>${page.objects.length + page.prefixes.length}</KeyCount><IsTruncated>${page.truncated}</IsTruncated>`,
      optional('Delimiter', delimiter),
      optional('StartAfter', field('start-after')),
      optional('EncodingType', field('encoding-type')),
      token ? `<ContinuationToken>${token}</ContinuationToken>` : '',
      next ? `<NextContinuationToken>${next}</NextContinuationToken>` : '',
      ...page.objects.map((row) => entry(row, name)),
      ...page.prefixes.map((text) => `<CommonPrefixes><Prefix>${name(text)}</Prefix></CommonPrefixes>`),
    ].join(''),
  );
}
