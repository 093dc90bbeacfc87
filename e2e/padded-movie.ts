import { appendFile, copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * A copy of an MP4 that is larger by so many bytes and plays the same: they are in a box that players skip (ISO/IEC
 * 14496-12, 8.1.2). Large enough for several parts of an upload, and transcoded in a moment.
 */
export async function padMovie(path: string, name: string, bytes: number): Promise<string> {
  const padded = join(dirname(path), `${name}.mp4`);
  const box = Buffer.alloc(bytes);
  box.writeUInt32BE(bytes, 0);
  box.write('free', 4);
  await copyFile(path, padded);
  await appendFile(padded, box);
  return padded;
}
