import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { copyFile, type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Algorithm, blobHasher, type Digest } from './checksums.ts';

/** A file of bytes by its random name. */
export type Blob = Digest & { name: string };

const batchBytes = 1024 ** 2;
const joinBytes = 4 * 1024 ** 2;

/** Collects chunks and writes them together, one write at a time: few calls, and never more than two batches in memory. */
function batchedWriter(file: FileHandle) {
  let batch: Uint8Array[] = [];
  let size = 0;
  let written: Promise<void> = Promise.resolve();
  async function put(chunks: Uint8Array[], bytes: number) {
    const { bytesWritten } = await file.writev(chunks);
    if (bytesWritten < bytes) throw new Error('the disk took only a part of what was written');
  }
  async function flush() {
    const [chunks, bytes] = [batch, size];
    batch = [];
    size = 0;
    await written;
    if (bytes === 0) return;
    written = put(chunks, bytes);
    // Its failure is told by the next flush; until then nobody waits for it.
    written.catch(() => {});
  }
  return {
    async write(chunk: Uint8Array) {
      batch.push(chunk);
      size += chunk.length;
      if (size >= batchBytes) await flush();
    },
    async end() {
      await flush();
      await written;
    },
  };
}

/** Copies a file to the end of another through one buffer, which leaves nothing to collect. */
async function append(target: FileHandle, path: string, buffer: Buffer) {
  const source = await open(path);
  try {
    for (;;) {
      const { bytesRead } = await source.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return;
      for (let written = 0; written < bytesRead; )
        written += (await target.write(buffer, written, bytesRead - written)).bytesWritten;
    }
  } finally {
    await source.close();
  }
}

/** Removes a file again when what fills it fails. */
async function fill(path: string, work: (file: FileHandle) => Promise<void>) {
  const file = await open(path, 'wx');
  try {
    await work(file);
    // On disk before the index names it: no power cut leaves an object without its bytes.
    await file.datasync();
    await file.close();
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
}

/**
 * The bytes, streamed to disk under random names: no key of a caller's ever becomes a path. A file counts from the
 * moment the index names it; what a crash leaves unnamed is swept away.
 */
export function openBlobs(folder: string) {
  mkdirSync(folder, { recursive: true });
  const pathOf = (name: string) => join(folder, name.slice(0, 2), name);

  async function fresh() {
    const name = randomUUID();
    await mkdir(dirname(pathOf(name)), { recursive: true });
    return { name, path: pathOf(name) };
  }

  return {
    pathOf,
    /** Writes a body; on failure nothing stays behind. */
    async write(body: AsyncIterable<Uint8Array>, algorithm: Algorithm): Promise<Blob> {
      const { name, path } = await fresh();
      const hasher = blobHasher(algorithm);
      await fill(path, async (file) => {
        const writer = batchedWriter(file);
        for await (const chunk of body) {
          hasher.update(chunk);
          await writer.write(chunk);
        }
        await writer.end();
      });
      return { name, ...hasher.digest() };
    },
    /** Strings files together; they stay as they are until the caller removes them. */
    async join(names: string[]): Promise<string> {
      const { name, path } = await fresh();
      const buffer = Buffer.allocUnsafeSlow(joinBytes);
      await fill(path, async (target) => {
        for (const part of names) await append(target, pathOf(part), buffer);
      });
      return name;
    },
    /** Takes a finished file over: moved where it can be, copied from another disk. */
    async adopt(path: string): Promise<string> {
      const target = await fresh();
      await rename(path, target.path).catch(async () => {
        await copyFile(path, target.path);
        await rm(path, { force: true });
      });
      return target.name;
    },
    async copy(name: string): Promise<string> {
      const target = await fresh();
      await copyFile(pathOf(name), target.path);
      return target.name;
    },
    /** Null when the file is gone: its object was replaced meanwhile. An open file stays readable. */
    async open(name: string): Promise<FileHandle | null> {
      return open(pathOf(name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
    },
    remove: (name: string) => rm(pathOf(name), { force: true }),
    /** Removes what a crash left behind: files that nothing in the index names. */
    sweep(known: Set<string>) {
      const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
      const lost = entries.filter((entry) => entry.isFile() && !known.has(entry.name));
      for (const entry of lost) rmSync(join(entry.parentPath, entry.name), { force: true });
    },
  };
}
export type Blobs = ReturnType<typeof openBlobs>;
