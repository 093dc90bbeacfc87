import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';

/** A file of bytes by its random name. `md5` in hex, `crc32` as S3 writes it (base64, big endian). */
export type Blob = { name: string; sizeBytes: number; md5: string; crc32: string; sha256: string | null };

export const crcText = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes.toString('base64');
};

const folderOf = (name: string) => name.slice(0, 2);

/** The bytes, streamed to disk under random names: no key of a caller's ever becomes a path. */
export function openBlobs(folder: string) {
  mkdirSync(folder, { recursive: true });
  const pathOf = (name: string) => join(folder, folderOf(name), name);

  async function fresh() {
    const name = randomUUID();
    await mkdir(dirname(pathOf(name)), { recursive: true });
    return { name, path: pathOf(name) };
  }

  /** Writes a body; on failure nothing stays behind. `sha256` is computed only when asked for. */
  async function write(body: Readable, checks: Transform[], wantSha256 = false): Promise<Blob> {
    const { name, path } = await fresh();
    const md5 = createHash('md5');
    const sha256 = wantSha256 ? createHash('sha256') : null;
    let crc = 0;
    let sizeBytes = 0;
    const meter = new Transform({
      transform(chunk: Buffer, _, done) {
        md5.update(chunk);
        sha256?.update(chunk);
        crc = crc32(chunk, crc);
        sizeBytes += chunk.length;
        done(null, chunk);
      },
    });
    try {
      await pipeline([body, ...checks, meter, createWriteStream(path, { highWaterMark: 1 << 20 })]);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return {
      name,
      sizeBytes,
      md5: md5.digest('hex'),
      crc32: crcText(crc),
      sha256: sha256?.digest('base64') ?? null,
    };
  }

  /** Strings parts together; the parts stay as they are until the caller removes them. */
  async function join_(names: string[]): Promise<{ name: string; sizeBytes: number }> {
    const { name, path } = await fresh();
    for (const part of names) {
      await pipeline(
        createReadStream(pathOf(part), { highWaterMark: 1 << 20 }),
        createWriteStream(path, { flags: 'a', highWaterMark: 1 << 20 }),
      );
    }
    return { name, sizeBytes: names.length ? (await stat(path)).size : 0 };
  }

  return {
    write,
    join: join_,
    pathOf,
    /** Takes a finished file over: moved where it can be, copied from another disk. */
    async adopt(path: string) {
      const target = await fresh();
      await rename(path, target.path).catch(async () => {
        await copyFile(path, target.path);
        await rm(path, { force: true });
      });
      return target.name;
    },
    async copy(name: string) {
      const target = await fresh();
      await copyFile(pathOf(name), target.path);
      return target.name;
    },
    read: (name: string, range?: { start: number; end: number }) =>
      createReadStream(pathOf(name), { highWaterMark: 256 * 1024, ...range }),
    remove: (name: string) => rm(pathOf(name), { force: true }),
    /** Removes what a crash left behind: files that nothing in the index names. */
    async sweep(known: Set<string>) {
      const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.slice(-36));
      await Promise.all(
        names
          .filter((name) => name.length === 36 && !known.has(name))
          .map((name) => rm(pathOf(name), { force: true })),
      );
    },
  };
}
export type Blobs = ReturnType<typeof openBlobs>;
