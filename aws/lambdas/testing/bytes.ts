import { ids } from '../container/matroska.ts';

/** A reader of bytes in memory that remembers how much it was asked for. */
export function readerOf(bytes: Uint8Array) {
  const asked = { times: 0, bytes: 0 };
  const read = async (start: number, end: number) => {
    const part = new Uint8Array(bytes.subarray(start, end));
    asked.times += 1;
    asked.bytes += part.length;
    return part;
  };
  return { read, asked };
}

/** A number in as few bytes as it takes, or in `length`. */
export function uint(value: number, length = Math.max(1, Math.ceil(Math.log2(value + 1) / 8))): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = length - 1, rest = value; at >= 0; at -= 1, rest = Math.floor(rest / 256))
    bytes[at] = rest % 256;
  return bytes;
}

/** An EBML element; its length takes eight bytes. */
export function element(id: number, ...content: Uint8Array[]): Buffer {
  const data = Buffer.concat(content);
  const length = uint(data.length, 8);
  length[0] = 1;
  return Buffer.concat([uint(id), length, data]);
}

/** A Matroska file of the elements of its segment. */
export const matroska = (...content: Uint8Array[]) =>
  Buffer.concat([element(ids.ebml, Buffer.alloc(4)), element(ids.segment, ...content)]);

/** A box of MP4. */
export function box(type: string, ...content: Uint8Array[]): Buffer {
  const data = Buffer.concat(content);
  return Buffer.concat([uint(data.length + 8, 4), Buffer.from(type, 'latin1'), data]);
}

/** Numbers of 32 bits in a row. */
export const words = (...values: number[]) => Buffer.concat(values.map((value) => uint(value, 4)));
