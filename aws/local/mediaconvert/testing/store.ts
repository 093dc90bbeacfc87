import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { ObjectInfo, ObjectStore } from '../../ports.ts';

export type FakeStore = ObjectStore & {
  /** Objects in the order they came, as `bucket/key`. */
  order: string[];
  contentTypes: Map<string, string>;
  /** Puts a copy of a local file. */
  upload(bucket: string, key: string, path: string): Promise<void>;
  text(bucket: string, key: string): Promise<string>;
};

/** Objects as files below a folder, `<folder>/<bucket>/<key>`; enough of a store for its neighbours' tests. */
export function createFakeStore(folder: string): FakeStore {
  const pathOf = (bucket: string, key: string) => join(folder, bucket, key);
  const contentTypes = new Map<string, string>();
  const order: string[] = [];

  const head = async (bucket: string, key: string): Promise<ObjectInfo | null> => {
    const found = await stat(pathOf(bucket, key)).catch(() => null);
    return (
      found && {
        key,
        sizeBytes: found.size,
        etag: createHash('md5').update(key).digest('hex'),
        contentType: contentTypes.get(`${bucket}/${key}`) ?? 'application/octet-stream',
        cacheControl: null,
        lastModifiedMs: found.mtimeMs,
        metadata: {},
      }
    );
  };

  return {
    order,
    contentTypes,
    head,
    read: async (bucket, key, range) => createReadStream(pathOf(bucket, key), range),
    filePath: async (bucket, key) => ((await head(bucket, key)) ? pathOf(bucket, key) : null),
    async putFile(bucket, key, path, { contentType }) {
      await mkdir(dirname(pathOf(bucket, key)), { recursive: true });
      await rename(path, pathOf(bucket, key));
      order.push(`${bucket}/${key}`);
      contentTypes.set(`${bucket}/${key}`, contentType);
      const info = await head(bucket, key);
      if (!info) throw new Error('just put');
      return info;
    },
    async list(bucket, prefix) {
      const root = join(folder, bucket);
      const names = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
      const keys = names
        .filter((entry) => entry.isFile())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)))
        .filter((key) => key.startsWith(prefix))
        .sort();
      return (await Promise.all(keys.map((key) => head(bucket, key)))).filter((info) => info !== null);
    },
    async upload(bucket, key, path) {
      await mkdir(dirname(pathOf(bucket, key)), { recursive: true });
      await copyFile(path, pathOf(bucket, key));
    },
    text: (bucket, key) => readFile(pathOf(bucket, key), 'utf8'),
  };
}
