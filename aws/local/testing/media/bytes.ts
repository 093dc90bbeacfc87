import { readFile, writeFile } from 'node:fs/promises';

/** Rewrites a file with what `change` leaves of its bytes. */
async function edit(path: string, change: (bytes: Buffer) => Buffer): Promise<string> {
  await writeFile(path, change(await readFile(path)));
  return path;
}

/** Where the content of an MP4 file's first box of that name begins. */
const contentOf = (bytes: Buffer, box: string): number => {
  const at = bytes.indexOf(box, 0, 'latin1');
  if (at < 0) throw new Error(`no ${box}`);
  return at + 4;
};

/** A quarter turn clockwise, as phones write it: 16.16 fixed point, the last column 2.30 (ISO/IEC 14496-12, 8.3.2). */
const quarterTurn = [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000];
const matrixAt = 40;

/** Turns the first track of an MP4 file by its header, as a phone held upright does; not a picture is touched. */
export const turned = (path: string): Promise<string> =>
  edit(path, (bytes) => {
    const at = contentOf(bytes, 'tkhd') + matrixAt;
    for (const [index, value] of quarterTurn.entries()) bytes.writeInt32BE(value, at + index * 4);
    return bytes;
  });

/** Multiplies the length that an MP4 file with one track declares; with `pictures` also how long each is shown. */
export const stretched = (
  path: string,
  factor: number,
  { pictures }: { pictures: boolean },
): Promise<string> =>
  edit(path, (bytes) => {
    const times = (at: number, limit: number) =>
      bytes.writeUInt32BE(Math.min(limit, bytes.readUInt32BE(at) * factor), at);
    times(contentOf(bytes, 'mvhd') + 16, 0xfffffff0);
    times(contentOf(bytes, 'mdhd') + 16, 0xfffffff0);
    times(contentOf(bytes, 'tkhd') + 20, 0xfffffff0);
    times(contentOf(bytes, 'elst') + 8, 0xfffffff0);
    if (pictures) times(contentOf(bytes, 'stts') + 12, 0x7fffffff);
    return bytes;
  });

/** Keeps the first `share` of the bytes. */
export const cut = (path: string, share: number): Promise<string> =>
  edit(path, (bytes) => bytes.subarray(0, Math.floor(bytes.length * share)));

/** Renames the coding of an MP4 file's first track to one that nobody knows; it follows `stsd` and its own length. */
export const recoded = (path: string, unknown: string): Promise<string> =>
  edit(path, (bytes) => {
    bytes.write(unknown, contentOf(bytes, 'stsd') + 12, 'latin1');
    return bytes;
  });
