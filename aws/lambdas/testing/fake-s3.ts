import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';

/**
 * Just enough of S3 for the handlers: objects in memory, lists in pages of `controls.pageSize`, and multipart uploads that
 * are open (`uploads` holds their ids) or unknown.
 */
export function createFakeS3(now: () => number) {
  type Stored = { bytes: Uint8Array; etag: string; headers: Record<string, string>; modifiedAt: string };
  const objects = new Map<string, Stored>();
  const uploads = new Set<string>();
  const controls = {
    down: false,
    pageSize: 1000,
    /** When objects say they were written, if that is not now. */
    modifiedAt: null as string | null,
    /** Keys whose content cannot be had for now. */
    broken: new Set<string>(),
  };
  const put = (bucket: string, key: string, content: Uint8Array | string, headers = {}) => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const etag = createHash('md5').update(bytes).digest('hex');
    objects.set(`${bucket}/${key}`, {
      bytes,
      etag,
      headers,
      modifiedAt: controls.modifiedAt ?? new Date(now()).toISOString(),
    });
    return etag;
  };
  const app = new Hono();
  const path = (c: Context) => decodeURIComponent(new URL(c.req.url).pathname.slice(1));
  const error = (c: Context, status: 404 | 412 | 503, code: string) =>
    c.body(`<Error><Code>${code}</Code></Error>`, status, { 'content-type': 'application/xml' });

  app.use(async (c, next) => (controls.down ? error(c, 503, 'ServiceUnavailable') : next()));
  app.put('*', async (c) => {
    const [bucket = '', ...key] = path(c).split('/');
    const from = c.req.header('x-amz-copy-source');
    const source = from ? objects.get(decodeURIComponent(from)) : undefined;
    if (from && !source) return error(c, 404, 'NoSuchKey');
    const headers = Object.fromEntries(c.req.raw.headers);
    const etag = put(
      bucket,
      key.join('/'),
      source?.bytes ?? new Uint8Array(await c.req.arrayBuffer()),
      headers,
    );
    return from
      ? c.body(`<CopyObjectResult><ETag>"${etag}"</ETag></CopyObjectResult>`)
      : c.body(null, 200, { etag: `"${etag}"` });
  });
  app.delete('*', (c) => {
    const uploadId = c.req.query('uploadId');
    if (uploadId) return uploads.delete(uploadId) ? c.body(null, 204) : error(c, 404, 'NoSuchUpload');
    objects.delete(path(c));
    return c.body(null, 204);
  });
  app.post('*', async (c) => {
    if (c.req.query('delete') === undefined) return error(c, 404, 'NotImplemented');
    const bucket = path(c).replace(/\/$/, '');
    for (const [, key] of (await c.req.text()).matchAll(/<Key>([^<]*)<\/Key>/g))
      objects.delete(`${bucket}/${key}`);
    return c.body('<DeleteResult/>');
  });
  app.get('*', (c) => {
    const uploadId = c.req.query('uploadId');
    if (uploadId) return uploads.has(uploadId) ? c.body('<ListPartsResult/>') : error(c, 404, 'NoSuchUpload');
    const prefix = c.req.query('prefix');
    if (prefix !== undefined) return list(c, path(c).replace(/\/$/, ''), prefix);
    if (controls.broken.has(path(c))) return error(c, 503, 'SlowDown');
    const object = objects.get(path(c));
    if (!object) return error(c, 404, 'NoSuchKey');
    const wanted = c.req.header('if-match');
    if (wanted && wanted !== `"${object.etag}"`) return error(c, 412, 'PreconditionFailed');
    const range = /bytes=(\d+)-(\d+)/.exec(c.req.header('range') ?? '');
    const bytes = range ? object.bytes.slice(Number(range[1]), Number(range[2]) + 1) : object.bytes;
    const notes = Object.entries(object.headers).filter(([name]) => name.startsWith('x-amz-meta-'));
    return c.body(new Uint8Array(bytes).buffer, range ? 206 : 200, {
      ...Object.fromEntries(notes),
      etag: `"${object.etag}"`,
      'content-length': String(bytes.length),
    });
  });

  function list(c: Context, bucket: string, prefix: string) {
    const found = [...objects].filter(([key]) => key.startsWith(`${bucket}/${prefix}`)).sort();
    const start = Number(c.req.query('continuation-token') ?? 0);
    const end = start + controls.pageSize;
    const delimiter = c.req.query('delimiter');
    const folders = new Set<string>();
    const contents = found.slice(start, end).map(([key, { bytes, etag, modifiedAt }]) => {
      const inner = delimiter ? key.indexOf(delimiter, bucket.length + 1 + prefix.length) : -1;
      if (inner >= 0) {
        folders.add(
          `<CommonPrefixes><Prefix>${key.slice(bucket.length + 1, inner + 1)}</Prefix></CommonPrefixes>`,
        );
        return '';
      }
      const facts = `<Size>${bytes.length}</Size><ETag>"${etag}"</ETag><LastModified>${modifiedAt}</LastModified>`;
      return `<Contents><Key>${key.slice(bucket.length + 1)}</Key>${facts}</Contents>`;
    });
    const more = `<IsTruncated>true</IsTruncated><NextContinuationToken>${end}</NextContinuationToken>`;
    return c.body(
      `<ListBucketResult>${contents.join('')}${[...folders].join('')}${end < found.length ? more : ''}</ListBucketResult>`,
    );
  }

  return { app, objects, uploads, put, controls };
}
