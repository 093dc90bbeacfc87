import { randomUUID } from 'node:crypto';
import { type Address, addressIn } from './blobs.ts';

type Assembly = { file: string; unitBytes: number; taken: Set<number>; writers: number };

/** Room for one part of at most `sizeBytes`. */
export type Room = {
  address: Address;
  sizeBytes: number;
  /** Whoever wrote there says whether the part counts; true when the file is good for nothing any more. */
  settle(kept: boolean): boolean;
};

/** So far may a part run ahead of the others: not every file system leaves holes out. */
const mostAhead = 16;

type Part = { blob: string; sizeBytes: number };

/**
 * Lets the parts of an upload be written where they will lie in the finished object, so that completing it copies
 * nothing: each at its number times the first one's size, as uploaders cut files. A part that does not fit (a second try
 * beside the first, another size, an upload from before a restart) gets a file of its own, and the object is joined.
 */
export function createAssemblies() {
  const assemblies = new Map<string, Assembly>();

  function assemblyOf(uploadId: string, sizeBytes: number, isFirst: () => boolean): Assembly | null {
    const known = assemblies.get(uploadId);
    if (known || !isFirst()) return known ?? null;
    const made = { file: randomUUID(), unitBytes: sizeBytes, taken: new Set<number>(), writers: 0 };
    assemblies.set(uploadId, made);
    return made;
  }

  return {
    /** Room in the upload's common file, if any. `isFirst`: the upload has no parts yet. */
    reserve(uploadId: string, number: number, sizeBytes: number, isFirst: () => boolean): Room | undefined {
      const assembly = assemblyOf(uploadId, sizeBytes, isFirst);
      if (!assembly) return undefined;
      const { taken, unitBytes, file } = assembly;
      if (taken.has(number) || sizeBytes > unitBytes || number > taken.size + mostAhead) return undefined;
      taken.add(number);
      assembly.writers += 1;
      return {
        address: addressIn(file, (number - 1) * unitBytes),
        sizeBytes,
        settle(kept) {
          assembly.writers -= 1;
          if (!kept) taken.delete(number);
          const useless = taken.size === 0 && assemblies.get(uploadId) === assembly;
          if (useless) assemblies.delete(uploadId);
          return useless;
        },
      };
    },
    /** The common file if these parts lie in it one behind the other and nobody writes there; takes no more parts then. */
    seal(uploadId: string, parts: Part[]): string | null {
      const [file = ''] = parts[0]?.blob.split('@') ?? [];
      let end = 0;
      for (const { blob, sizeBytes } of parts) {
        if (blob !== addressIn(file, end)) return null;
        end += sizeBytes;
      }
      if ((assemblies.get(uploadId)?.writers ?? 0) > 0) return null;
      assemblies.delete(uploadId);
      return file;
    },
    /** Takes no more parts; gives the common file, if there is one still open. */
    forget(uploadId: string): string | null {
      const file = assemblies.get(uploadId)?.file ?? null;
      assemblies.delete(uploadId);
      return file;
    },
  };
}
export type Assemblies = ReturnType<typeof createAssemblies>;
