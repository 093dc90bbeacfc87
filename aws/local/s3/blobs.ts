import { randomUUID } from 'node:crypto';
import { constants, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { copyFile, type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Room } from './assembly.ts';
import { type Algorithm, blobHasher, type Digest } from './checksums.ts';
import { S3Error } from './errors.ts';

/** Where bytes lie: a file's random name, or `name@offset` within a file that several share. */
export type Address = string;

export const addressIn = (file: string, offset: number): Address => `${file}@${offset}`;

const isShared = (address: Address) => address.includes('@');

function placeOf(address: Address): { file: string; offset: number } {
  const [file = '', offset = '0'] = address.split('@');
  return { file, offset: Number(offset) };
}

/** Bytes on disk, and what they are. */
export type Blob = Digest & { name: Address };

const batchBytes = 1024 ** 2;
const joinBytes = 4 * 1024 ** 2;

/** Collects chunks and writes them together, one write at a time: few calls, and never more than two batches in memory. */
function batchedWriter(file: FileHandle, offset: number) {
  let position = offset;
  let batch: Uint8Array[] = [];
  let size = 0;
  let written: Promise<void> = Promise.resolve();
  async function put(chunks: Uint8Array[], bytes: number) {
    const { bytesWritten } = await file.writev(chunks, position);
    position += bytesWritten;
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

/** Copies a stretch of a file to the end of another through one buffer, which leaves nothing to collect. */
async function append(
  target: FileHandle,
  path: string,
  from: { offset: number; sizeBytes: number },
  buffer: Buffer,
) {
  const source = await open(path);
  try {
    for (let done = 0; done < from.sizeBytes; ) {
      const most = Math.min(buffer.length, from.sizeBytes - done);
      const { bytesRead } = await source.read(buffer, 0, most, from.offset + done);
      if (bytesRead === 0) throw new Error('a part is shorter than it was');
      done += bytesRead;
      for (let written = 0; written < bytesRead; )
        written += (await target.write(buffer, written, bytesRead - written)).bytesWritten;
    }
  } finally {
    await source.close();
  }
}

const openShared = constants.O_RDWR | constants.O_CREAT;

/** Removes a file of its own again when what fills it fails. */
async function fill(path: string, shared: boolean, work: (file: FileHandle) => Promise<void>) {
  const file = await open(path, shared ? openShared : 'wx');
  try {
    await work(file);
    // On disk before the index names it: no power cut leaves an object without its bytes.
    await file.datasync();
    await file.close();
  } catch (error) {
    await file.close();
    if (!shared) await rm(path, { force: true });
    throw error;
  }
}

/**
 * The bytes, streamed to disk under random names: no key of a caller's ever becomes a path. A file counts from the
 * moment the index names it; what a crash leaves unnamed is swept away.
 */
export function openBlobs(folder: string) {
  mkdirSync(folder, { recursive: true });
  const pathOf = (address: Address) => {
    const { file } = placeOf(address);
    return join(folder, file.slice(0, 2), file);
  };

  async function fresh(name: Address = randomUUID()) {
    await mkdir(dirname(pathOf(name)), { recursive: true });
    return { name, path: pathOf(name) };
  }

  return {
    pathOf,
    /** Writes a body, into a file of its own unless there is room in a shared one; on failure no such file stays behind. */
    async write(body: AsyncIterable<Uint8Array>, algorithm: Algorithm, room?: Room): Promise<Blob> {
      const { name, path } = await fresh(room?.address);
      const hasher = blobHasher(algorithm);
      await fill(path, isShared(name), async (file) => {
        const writer = batchedWriter(file, placeOf(name).offset);
        for await (const chunk of body) {
          hasher.update(chunk);
          if (room && hasher.sizeBytes() > room.sizeBytes)
            throw new S3Error('IncompleteBody', 'The body is longer than its headers say.');
          await writer.write(chunk);
        }
        await writer.end();
      });
      return { name, ...hasher.digest() };
    },
    /** Strings files together; they stay as they are until the caller removes them. */
    async join(parts: { blob: Address; sizeBytes: number }[]): Promise<string> {
      const { name, path } = await fresh();
      const buffer = Buffer.allocUnsafeSlow(joinBytes);
      await fill(path, false, async (target) => {
        for (const { blob, sizeBytes } of parts)
          await append(target, pathOf(blob), { offset: placeOf(blob).offset, sizeBytes }, buffer);
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
    /** Null when the file is gone: its object was replaced meanwhile. An open file stays readable. */
    async open(name: string): Promise<FileHandle | null> {
      return open(pathOf(name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
    },
    /** How long the file is, in bytes. */
    sizeOf: async (address: Address) => (await stat(pathOf(address))).size,
    /** Removes a file, with all that share it. */
    remove: (address: Address) => rm(pathOf(address), { force: true }),
    /** Removes what nobody needs, if it has a file of its own. */
    async discard(address: Address) {
      if (!isShared(address)) await rm(pathOf(address), { force: true });
    },
    /** Removes what a crash left behind: files that nothing in the index names. */
    sweep(addresses: Set<Address>) {
      const known = new Set(Array.from(addresses, (address) => placeOf(address).file));
      const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
      const lost = entries.filter((entry) => entry.isFile() && !known.has(entry.name));
      for (const entry of lost) rmSync(join(entry.parentPath, entry.name), { force: true });
    },
  };
}
export type Blobs = ReturnType<typeof openBlobs>;
