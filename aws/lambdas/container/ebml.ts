import { type ReadBytes, uintOf } from './bytes.ts';

/** An element's id, and where its data lies; `end` is null where its length is "unknown" (RFC 8794, 6.2). */
export type Element = { id: number; start: number; end: number | null };

/** The longest header of an element: four bytes of id, eight of length. */
export const headerBytes = 12;

/** Length of the number that begins with `first`, by its leading zeros. */
const widthOf = (first = 0) => Math.clz32(first) - 23;

/** A length at `at`: its value, or null where it says "unknown", and where it ends; null where bytes run out. */
export function readLength(bytes: Uint8Array, at: number): { value: number | null; end: number } | null {
  const width = widthOf(bytes[at]);
  const end = at + width;
  if (width > 8 || end > bytes.length) return null;
  const first = (bytes[at] ?? 0) & (0xff >> width);
  const value = first * 256 ** (width - 1) + uintOf(bytes.subarray(at + 1, end));
  return { value: value >= 2 ** (7 * width) - 1 ? null : value, end };
}

/** The header at `at` of bytes that begin at `from` in the file. */
export function readElement(bytes: Uint8Array, at = 0, from = 0): Element | null {
  const width = widthOf(bytes[at]);
  if (width > 4 || at + width > bytes.length) return null;
  const length = readLength(bytes, at + width);
  if (!length) return null;
  const start = from + length.end;
  return {
    id: uintOf(bytes.subarray(at, at + width)),
    start,
    end: length.value === null ? null : start + length.value,
  };
}

export type Child = { id: number; data: Uint8Array };

/** The elements that lie in a row in `bytes`; what is cut off is left out. */
export function childrenOf(bytes: Uint8Array): Child[] {
  const children: Child[] = [];
  for (let at = 0; at < bytes.length; ) {
    const element = readElement(bytes, at);
    if (!element || element.end === null || element.end > bytes.length) break;
    children.push({ id: element.id, data: bytes.subarray(element.start, element.end) });
    at = element.end;
  }
  return children;
}

/** Walks the elements that lie in a row from `at` to `end` by reading their headers only; into those called `entered`. */
export async function* walk(
  read: ReadBytes,
  at: number,
  end: number,
  entered?: number,
): AsyncGenerator<Element & { at: number }> {
  for (let next = at; next < end; ) {
    const element = readElement(await read(next, Math.min(next + headerBytes, end)), 0, next);
    if (!element) return;
    yield { ...element, at: next };
    if (element.id !== entered && element.end === null) return;
    next = element.id === entered || element.end === null ? element.start : element.end;
  }
}
