/** A file as the File System Access API hands it out (developer.mozilla.org/docs/Web/API/File_System_API). */
export type Handle = FileSystemFileHandle & {
  requestPermission?: (mode: { mode: 'read' }) => Promise<PermissionState>;
};

const [database, store] = ['shark-files', 'handles'];

const answerOf = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function inStore<T>(
  mode: IDBTransactionMode,
  work: (files: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const opening = indexedDB.open(database, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(store);
  const opened = await answerOf(opening);
  try {
    return await answerOf(work(opened.transaction(store, mode).objectStore(store)));
  } finally {
    opened.close();
  }
}

/** Files of unfinished uploads by fingerprint, so that one click opens them after a reload. Where that is not to be had, none. */
export const handles = {
  keep: (fingerprint: string, handle: Handle) =>
    inStore('readwrite', (files) => files.put(handle, fingerprint)).catch(() => undefined),
  forget: (fingerprint: string) =>
    inStore('readwrite', (files) => files.delete(fingerprint)).catch(() => undefined),
  of: (fingerprint: string): Promise<Handle | null> =>
    inStore<Handle | undefined>('readonly', (files) => files.get(fingerprint)).then(
      (handle) => handle ?? null,
      () => null,
    ),
};

/** The file again, if the person lets us; null when they do not, or when it is no longer there. Call it on a click. */
export async function reopen(handle: Handle): Promise<File | null> {
  try {
    const state = (await handle.requestPermission?.({ mode: 'read' })) ?? 'granted';
    return state === 'granted' ? await handle.getFile() : null;
  } catch {
    return null;
  }
}
