import { type Found, keyName, type Place, type Row, type Wanted } from './row.ts';
import type { Sql, Storage, Value } from './storage.ts';

/** Words come folded and split: the ascii tokenizer takes every other letter as it is. */
const schema = `
  DROP TABLE IF EXISTS videos;
  DROP TABLE IF EXISTS tags;
  DROP TABLE IF EXISTS texts;
  CREATE TABLE videos (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL, updatedAt TEXT NOT NULL,
    everyone INTEGER NOT NULL, status TEXT NOT NULL, created TEXT NOT NULL, published TEXT NOT NULL, title TEXT NOT NULL
  );
  CREATE INDEX byCreated ON videos (created, id);
  CREATE INDEX byPublished ON videos (published, id);
  CREATE INDEX byTitle ON videos (title, id);
  CREATE TABLE tags (tag TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (tag, number)) WITHOUT ROWID;
  CREATE INDEX tagsOf ON tags (number);
  CREATE VIRTUAL TABLE texts USING fts5
    (words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3', tokenize = 'ascii');
`;

type Known = { number: number; rev: number; updatedAt: string };

const knownOf = (sql: Sql, id: string) =>
  sql.exec<Known>('SELECT number, rev, updatedAt FROM videos WHERE id = ?', id).toArray()[0];

function removeRow(sql: Sql, number: number): void {
  for (const table of ['tags', 'videos']) sql.exec(`DELETE FROM ${table} WHERE number = ?`, number);
  sql.exec('DELETE FROM texts WHERE rowid = ?', number);
}

function insertRow(sql: Sql, row: Row): void {
  const { id, rev, updatedAt, audience, status, created, published, title } = row;
  const everyone = audience === 'everyone' ? 1 : 0;
  const [{ number }] = sql
    .exec<{ number: number }>(
      `INSERT INTO videos (id, rev, updatedAt, everyone, status, created, published, title)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING number`,
      ...[id, rev, updatedAt, everyone, status, created, published, title],
    )
    .toArray() as [{ number: number }];
  sql.exec('INSERT INTO texts (rowid, words) VALUES (?, ?)', number, row.words.join(' '));
  for (const tag of new Set(row.tags)) sql.exec('INSERT INTO tags (tag, number) VALUES (?, ?)', tag, number);
}

/**
 * News comes late and out of order: from the Worker that wrote, and from an index of the table that lags behind. A row is
 * news when it is newer by revisions, or by time, because a video made anew under an old id counts from one.
 */
function isNews(row: Row, known: Known | undefined): boolean {
  if (!known) return row.audience !== 'nobody';
  return row.rev > known.rev || row.updatedAt > known.updatedAt;
}

function putRow(sql: Sql, row: Row): void {
  const known = knownOf(sql, row.id);
  if (!isNews(row, known)) return;
  if (known) removeRow(sql, known.number);
  if (row.audience !== 'nobody') insertRow(sql, row);
}

type Part = { sql: string; values: Value[] };

/** Each word in quotes: to FTS5 nothing in it is syntax. */
const prefixes = (words: string[]) => words.map((word) => `"${word}"*`).join(' ');

function conditionsOf({ managed, words, tag, status, after, sort }: Wanted, key: string): Part[] {
  const is = (held: unknown, part: Part) => (held ? [part] : []);
  const [further, from] = [sort === 'newest' ? '<' : '>', after ? [after.key, after.id] : []];
  return [
    ...is(!managed, { sql: 'everyone = 1', values: [] }),
    ...is(status, { sql: 'status = ?', values: [status] }),
    ...is(tag, { sql: 'number IN (SELECT number FROM tags WHERE tag = ?)', values: [tag] }),
    ...is(words.length > 0, {
      sql: 'number IN (SELECT rowid FROM texts WHERE texts MATCH ?)',
      values: [prefixes(words)],
    }),
    ...is(after, { sql: `(${key}, id) ${further} (?, ?)`, values: from }),
  ];
}

function findPlaces(sql: Sql, wanted: Wanted): Found {
  const key = keyName(wanted);
  const parts = conditionsOf(wanted, key);
  const where = parts.length > 0 ? `WHERE ${parts.map((part) => part.sql).join(' AND ')}` : '';
  const direction = wanted.sort === 'newest' ? 'DESC' : 'ASC';
  const places = sql
    .exec<Place>(
      `SELECT id, ${key} AS key FROM videos ${where} ORDER BY ${key} ${direction}, id ${direction} LIMIT ?`,
      ...parts.flatMap(({ values }) => values),
      wanted.limit + 1,
    )
    .toArray();
  return { places: places.slice(0, wanted.limit), more: places.length > wanted.limit };
}

const mostUsed = `
  SELECT tag FROM tags JOIN videos USING (number) WHERE everyone = 1
  GROUP BY tag ORDER BY count(*) DESC, tag LIMIT ?`;

/** The index itself: what is found in it, in SQLite. */
export function createStore(storage: Storage) {
  const { sql } = storage;
  return {
    /** Throws everything away. */
    reset(): void {
      sql.exec(schema);
    },
    /** Whether a video, or its last change, was never heard of; per cent are no change. */
    missed(row: Row): boolean {
      const known = knownOf(sql, row.id);
      return known ? row.updatedAt > known.updatedAt : isNews(row, known);
    },
    /** Takes news of videos, all or none, whatever their order. */
    put(rows: readonly Row[]): void {
      storage.transactionSync(() => {
        for (const row of rows) putRow(sql, row);
      });
    },
    /** Forgets videos that are no longer in the table. */
    remove(ids: readonly string[]): void {
      for (const id of ids) {
        const known = knownOf(sql, id);
        if (known) storage.transactionSync(() => removeRow(sql, known.number));
      }
    },
    find: (wanted: Wanted) => findPlaces(sql, wanted),
    /** The tags that most of what everyone sees has. */
    tags: (limit: number) =>
      sql
        .exec<{ tag: string }>(mostUsed, limit)
        .toArray()
        .map(({ tag }) => tag),
  };
}
export type Store = ReturnType<typeof createStore>;
