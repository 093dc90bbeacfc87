import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Headers that an object keeps and gives back, by lower-case name. */
export type KeptHeaders = Record<string, string>;

export type ObjectRow = {
  bucket: string;
  key: string;
  blob: string;
  sizeBytes: number;
  etag: string;
  headers: string;
  metadata: string;
  checksum: string | null;
  modifiedMs: number;
};
export type UploadRow = {
  id: string;
  bucket: string;
  key: string;
  headers: string;
  metadata: string;
  /** Of the parts' checksums; null when none was chosen. */
  algorithm: string | null;
  startedMs: number;
};
export type PartRow = {
  uploadId: string;
  number: number;
  blob: string;
  sizeBytes: number;
  etag: string;
  checksum: string;
  modifiedMs: number;
};

const schema = `
  PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;
  CREATE TABLE IF NOT EXISTS objects (bucket TEXT, key TEXT, blob TEXT, sizeBytes INTEGER, etag TEXT, headers TEXT,
    metadata TEXT, checksum TEXT, modifiedMs INTEGER, PRIMARY KEY (bucket, key)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS uploads (id TEXT PRIMARY KEY, bucket TEXT, key TEXT, headers TEXT, metadata TEXT, algorithm TEXT, startedMs INTEGER);
  CREATE TABLE IF NOT EXISTS parts (uploadId TEXT REFERENCES uploads (id) ON DELETE CASCADE, number INTEGER, blob TEXT,
    sizeBytes INTEGER, etag TEXT, checksum TEXT, modifiedMs INTEGER, PRIMARY KEY (uploadId, number));
  CREATE TABLE IF NOT EXISTS cors (bucket TEXT PRIMARY KEY, rules TEXT);
  CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT);`;

const rowOf = <Row>(row: unknown) => (row ?? null) as Row | null;

/** What is stored where: one SQLite file beside the blobs. Every call is one short synchronous statement. */
export function openIndex(folder: string) {
  mkdirSync(folder, { recursive: true });
  const db = new DatabaseSync(join(folder, 'index.sqlite'));
  db.exec(schema);
  const sql = (text: string) => db.prepare(text);
  const object = sql('SELECT * FROM objects WHERE bucket = ? AND key = ?');
  const putObject = sql(
    'INSERT OR REPLACE INTO objects VALUES (:bucket, :key, :blob, :sizeBytes, :etag, :headers, :metadata, :checksum, :modifiedMs)',
  );
  const removeObject = sql('DELETE FROM objects WHERE bucket = ? AND key = ?');
  const after = sql('SELECT * FROM objects WHERE bucket = ? AND key > ? ORDER BY key LIMIT ?');
  const from = sql('SELECT * FROM objects WHERE bucket = ? AND key >= ? ORDER BY key LIMIT ?');
  const upload = sql('SELECT * FROM uploads WHERE id = ?');
  const putUpload = sql(
    'INSERT INTO uploads VALUES (:id, :bucket, :key, :headers, :metadata, :algorithm, :startedMs)',
  );
  const removeUpload = sql('DELETE FROM uploads WHERE id = ?');
  const uploads = sql('SELECT * FROM uploads WHERE bucket = ? ORDER BY key, startedMs, id');
  const part = sql('SELECT * FROM parts WHERE uploadId = ? AND number = ?');
  const putPart = sql(
    'INSERT OR REPLACE INTO parts VALUES (:uploadId, :number, :blob, :sizeBytes, :etag, :checksum, :modifiedMs)',
  );
  const parts = sql('SELECT * FROM parts WHERE uploadId = ? ORDER BY number');
  const blobs = sql('SELECT blob FROM objects UNION SELECT blob FROM parts');
  const cors = sql('SELECT rules FROM cors WHERE bucket = ?');
  const addEvent = sql('INSERT INTO outbox (event) VALUES (?)');
  const removeEvent = sql('DELETE FROM outbox WHERE id = ?');
  const events = sql('SELECT id, event FROM outbox ORDER BY id');
  const putCors = sql('INSERT OR REPLACE INTO cors VALUES (?, ?)');
  return {
    object: (bucket: string, key: string) => rowOf<ObjectRow>(object.get(bucket, key)),
    /**
     * Writes the object and the news of it together, and ends the upload it came from; gives the news' number in the
     * outbox.
     */
    putObject: (row: ObjectRow, event: string, uploadId?: string) => {
      db.exec('BEGIN');
      try {
        putObject.run(row);
        if (uploadId !== undefined) removeUpload.run(uploadId);
        const { lastInsertRowid } = addEvent.run(event);
        db.exec('COMMIT');
        return Number(lastInsertRowid);
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      }
    },
    outbox: () => events.all() as { id: number; event: string }[],
    sent: (id: number) => void removeEvent.run(id),
    removeObject: (bucket: string, key: string) => void removeObject.run(bucket, key),
    /** Up to `limit` objects with keys after `start` and not before `prefix`, in the order of UTF-8 bytes. */
    after: (bucket: string, start: string, prefix: string, limit: number) =>
      (Buffer.compare(Buffer.from(start), Buffer.from(prefix)) >= 0
        ? after.all(bucket, start, limit)
        : from.all(bucket, prefix, limit)) as ObjectRow[],
    upload: (id: string) => rowOf<UploadRow>(upload.get(id)),
    putUpload: (row: UploadRow) => void putUpload.run(row),
    removeUpload: (id: string) => void removeUpload.run(id),
    uploads: (bucket: string) => uploads.all(bucket) as UploadRow[],
    part: (uploadId: string, number: number) => rowOf<PartRow>(part.get(uploadId, number)),
    putPart: (row: PartRow) => void putPart.run(row),
    parts: (uploadId: string) => parts.all(uploadId) as PartRow[],
    blobs: () => new Set((blobs.all() as { blob: string }[]).map((row) => row.blob)),
    cors: (bucket: string) => rowOf<{ rules: string }>(cors.get(bucket))?.rules ?? null,
    putCors: (bucket: string, rules: string) => void putCors.run(bucket, rules),
    close: () => db.close(),
  };
}
export type Index = ReturnType<typeof openIndex>;
