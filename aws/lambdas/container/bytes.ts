/** Reads bytes `start` (inclusive) to `end` (exclusive); fewer at the end of the file. */
export type ReadBytes = (start: number, end: number) => Promise<Uint8Array>;

export const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A number of `bytes.length` bytes, the highest first; exact to 53 bits. */
export const uintOf = (bytes: Uint8Array) => bytes.reduce((sum, byte) => sum * 256 + byte, 0);

export const asciiOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** Text up to the first zero byte. */
export const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes).replace(/\0.*$/s, '');

/** Reads in pieces of `pieceBytes` at least and keeps the last one: for walks through many small things in a row. */
export function inPieces(read: ReadBytes, pieceBytes: number): ReadBytes {
  let [from, held] = [0, new Uint8Array()];
  return async (start, end) => {
    if (start < from || end > from + held.length) {
      held = new Uint8Array(await read(start, Math.max(end, start + pieceBytes)));
      from = start;
    }
    return held.subarray(start - from, end - from);
  };
}

/** Runs `work` on every item, `most` at a time; answers in the items' order. */
export async function eachOf<T, R>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const left = items.entries();
  const run = async () => {
    for (const [index, item] of left) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, run));
  return results;
}
