import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ObjectInfo, ObjectStore } from '../ports.ts';
import type { Context } from './call.ts';
import { noSuchKey } from './errors.ts';
import { openObject } from './open-object.ts';
import { headersIn, metadataIn, type ObjectRow } from './rows.ts';
import { store } from './store-row.ts';
import { walk } from './walk.ts';

function infoOf(row: ObjectRow): ObjectInfo {
  const headers = headersIn(row);
  return {
    key: row.key,
    sizeBytes: row.sizeBytes,
    etag: row.etag,
    contentType: headers['content-type'] ?? 'binary/octet-stream',
    cacheControl: headers['cache-control'] ?? null,
    lastModifiedMs: row.modifiedMs,
    metadata: metadataIn(row),
  };
}

async function md5Of(path: string): Promise<string> {
  const md5 = createHash('md5');
  for await (const chunk of createReadStream(path)) md5.update(chunk);
  return md5.digest('hex');
}

/** The store as the neighbours on this machine use it, past the wire. Reading what is not there throws NoSuchKey. */
export function objectStore(context: Context): ObjectStore {
  const { index, blobs } = context;
  return {
    async head(bucket, key) {
      const row = index.object(bucket, key);
      return row && infoOf(row);
    },
    async read(bucket, key, range) {
      const row = index.object(bucket, key);
      if (!row) throw noSuchKey();
      const file = await openObject(context, row);
      return file.createReadStream({ highWaterMark: 256 * 1024, ...range });
    },
    async filePath(bucket, key) {
      const row = index.object(bucket, key);
      return row && blobs.pathOf(row.blob);
    },
    async putFile(bucket, key, path, { contentType, cacheControl }) {
      const { size: sizeBytes } = await stat(path);
      const etag = await md5Of(path);
      const headers = { 'content-type': contentType, ...(cacheControl && { 'cache-control': cacheControl }) };
      const blob = await blobs.adopt(path);
      const made = { bucket, key, blob, sizeBytes, etag, checksum: null, headers, metadata: {} };
      return infoOf(await store(context, made, 'PutObject'));
    },
    async list(bucket, prefix) {
      const entries = walk(index, { bucket, prefix, delimiter: '', after: '', skip: null });
      return Array.from(entries).flatMap(({ row }) => (row ? [infoOf(row)] : []));
    },
  };
}
