import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ObjectInfo, ObjectStore } from '../ports.ts';
import type { Context } from './call.ts';
import { S3Error } from './errors.ts';
import type { ObjectRow } from './index-db.ts';
import { store } from './store-row.ts';

function infoOf(row: ObjectRow): ObjectInfo {
  const headers = JSON.parse(row.headers) as Record<string, string>;
  return {
    key: row.key,
    sizeBytes: row.sizeBytes,
    etag: row.etag,
    contentType: headers['content-type'] ?? 'binary/octet-stream',
    cacheControl: headers['cache-control'] ?? null,
    lastModifiedMs: row.modifiedMs,
    metadata: JSON.parse(row.metadata) as Record<string, string>,
  };
}

async function md5Of(path: string): Promise<string> {
  const md5 = createHash('md5');
  for await (const chunk of createReadStream(path)) md5.update(chunk as Buffer);
  return md5.digest('hex');
}

const pageSize = 1000;

/** The store as the neighbours on this machine use it, past the wire. */
export function objectStore(context: Context): ObjectStore {
  const { index, blobs } = context;

  function rowOf(bucket: string, key: string): ObjectRow {
    const row = index.object(bucket, key);
    if (!row) throw new S3Error('NoSuchKey', 'The specified key does not exist.');
    return row;
  }

  return {
    async head(bucket, key) {
      const row = index.object(bucket, key);
      return row && infoOf(row);
    },
    async read(bucket, key, range) {
      return blobs.read(rowOf(bucket, key).blob, range);
    },
    async filePath(bucket, key) {
      const row = index.object(bucket, key);
      return row && blobs.pathOf(row.blob);
    },
    async putFile(bucket, key, path, { contentType, cacheControl }) {
      const { size: sizeBytes } = await stat(path);
      const etag = await md5Of(path);
      const headers = {
        'content-type': contentType,
        ...(cacheControl ? { 'cache-control': cacheControl } : {}),
      };
      const blob = await blobs.adopt(path);
      return infoOf(
        await store(
          context,
          { bucket, key, blob, sizeBytes, etag, checksum: null, headers, metadata: {} },
          'PutObject',
        ),
      );
    },
    async list(bucket, prefix) {
      const found: ObjectRow[] = [];
      for (let start = ''; ; start = found.at(-1)?.key ?? '') {
        const page = index.after(bucket, start, prefix, pageSize);
        const fitting = page.filter(({ key }) => key.startsWith(prefix));
        found.push(...fitting);
        if (fitting.length < pageSize) return found.map(infoOf);
      }
    },
  };
}
