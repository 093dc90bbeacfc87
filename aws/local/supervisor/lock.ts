import { DatabaseSync } from 'node:sqlite';

/**
 * Takes a lock that lasts as long as this process or until `release`; null when somebody has it. The kernel drops it
 * with the process, also on kill -9, so that no stale one is ever left: SQLite locks the file.
 */
export function takeLock(path: string): { release(): void } | null {
  const db = new DatabaseSync(path);
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof Error && error.message.includes('locked')) return null;
    throw error;
  }
  return { release: () => db.close() };
}
