import type { Index, ObjectRow } from './index-db.ts';

export type Walk = {
  bucket: string;
  prefix: string;
  /** Empty for none. */
  delimiter: string;
  /** Only keys after this one, in the order of UTF-8 bytes. */
  after: string;
  /** A common prefix already told: its keys are passed over. */
  skip: string | null;
};
export type Entry = { row: ObjectRow } | { row: null; commonPrefix: string };

const batch = 1000;
/** Sorts behind nearly every key that begins with what stands before it. */
const last = '\u{10ffff}';

/** The keys of a bucket in S3's order, those with a common prefix up to the delimiter as one entry. */
export function* walk(index: Index, { bucket, prefix, delimiter, after, skip }: Walk): Generator<Entry> {
  let cursor = skip === null ? after : skip + last;
  let skipped = skip;
  for (;;) {
    const rows = index.after(bucket, cursor, prefix, batch);
    for (const row of rows) {
      if (!row.key.startsWith(prefix)) return;
      cursor = row.key;
      if (skipped !== null && row.key.startsWith(skipped)) continue;
      const end = delimiter === '' ? -1 : row.key.indexOf(delimiter, prefix.length);
      if (end < 0) yield { row };
      else {
        skipped = row.key.slice(0, end + delimiter.length);
        yield { row: null, commonPrefix: skipped };
        cursor = skipped + last;
        break;
      }
    }
    if (rows.length === 0) return;
  }
}
