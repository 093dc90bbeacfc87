/** An upload that may go on after a reload. */
export type Remembered = { id: string; name: string };

const isRemembered = (value: unknown): value is Remembered =>
  typeof value === 'object' && value !== null && 'id' in value && 'name' in value;

function read(text: string | null): Remembered | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return isRemembered(value) ? value : null;
  } catch {
    return null;
  }
}

/** Unfinished uploads by their file's fingerprint, kept in the browser; those of new videos and of new versions apart. */
export function createMemory(storage: Storage, kind: 'upload' | 'replace' = 'upload') {
  const prefix = `shark-${kind}:`;
  return {
    recall: (fingerprint: string) => read(storage.getItem(prefix + fingerprint)),
    remember: (fingerprint: string, upload: Remembered) =>
      storage.setItem(prefix + fingerprint, JSON.stringify(upload)),
    forget: (fingerprint: string) => storage.removeItem(prefix + fingerprint),
    /** Every one, as pairs of fingerprint and upload. */
    all: () =>
      Object.keys(storage)
        .filter((key) => key.startsWith(prefix))
        .map((key) => [key.slice(prefix.length), read(storage.getItem(key))] as const)
        .filter((entry): entry is [string, Remembered] => entry[1] !== null),
  };
}

export type Memory = ReturnType<typeof createMemory>;
