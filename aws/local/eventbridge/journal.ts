import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** One event on its way to one rule's target, as `GET /_local/deliveries` shows it. */
export type Delivery = {
  eventId: string;
  rule: string;
  target: string;
  attempts: number;
  status: 'pending' | 'delivered' | 'dead';
  lastError: string | null;
};

/** A delivery to be tried; `seq` is the order in which events were put. */
export type Due = { seq: number; rule: string; body: string; attempts: number };

const schema = `
  PRAGMA journal_mode = WAL;
  CREATE TABLE IF NOT EXISTS delivery (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    target TEXT NOT NULL,
    body TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL DEFAULT 'pending',
    last_error TEXT,
    due_at INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS delivery_status ON delivery (status, target, due_at, seq);
`;

const keptDelivered = 2000;

/**
 * Every delivery on disk, in `<dataDir>/eventbridge/deliveries.sqlite`, so that a killed process owes nothing:
 * write-ahead logging survives the death of the process (not a power cut, which this is not for).
 */
export function openJournal(dataDir: string) {
  const folder = join(dataDir, 'eventbridge');
  mkdirSync(folder, { recursive: true });
  const db = new DatabaseSync(join(folder, 'deliveries.sqlite'));
  db.exec(schema);
  const insert = db.prepare(
    'INSERT INTO delivery (event_id, rule, target, body, due_at) VALUES (?, ?, ?, ?, ?)',
  );
  const due = db.prepare(
    `SELECT seq, rule, body, attempts FROM delivery
     WHERE status = 'pending' AND target = ? AND (due_at <= ? OR due_at > ?)
       AND seq NOT IN (SELECT value FROM json_each(?))
     ORDER BY due_at, seq LIMIT ?`,
  );
  const next = db.prepare(`SELECT min(due_at) AS at FROM delivery WHERE status = 'pending' AND due_at > ?`);
  const begin = db.prepare('UPDATE delivery SET attempts = attempts + 1 WHERE seq = ?');
  const settle = db.prepare('UPDATE delivery SET status = ?, last_error = ?, due_at = ? WHERE seq = ?');
  const all = db.prepare(
    'SELECT event_id AS eventId, rule, target, attempts, status, last_error AS lastError FROM delivery ORDER BY seq',
  );
  const prune = db.prepare(
    `DELETE FROM delivery WHERE status = 'delivered' AND seq <=
     (SELECT seq FROM delivery WHERE status = 'delivered' ORDER BY seq DESC LIMIT 1 OFFSET ?)`,
  );

  let puts = 0;
  prune.run(keptDelivered);

  return {
    /** Writes all of one event's deliveries, or none. */
    add(eventId: string, body: string, matched: { rule: string; target: string }[], atMs: number) {
      db.exec('BEGIN');
      for (const { rule, target } of matched) insert.run(eventId, rule, target, body, atMs);
      db.exec('COMMIT');
      puts += 1;
      if (puts % keptDelivered === 0) prune.run(keptDelivered);
    },
    /** The oldest due ones of a target; a time too far ahead can only come from a clock moved back, and is due too. */
    due(target: string, nowMs: number, horizonMs: number, inFlight: number[], limit: number): Due[] {
      return due.all(target, nowMs, nowMs + horizonMs, JSON.stringify(inFlight), limit) as unknown as Due[];
    },
    /** When the next delivery that has to wait is due, ms since 1970, or null. */
    nextAt(nowMs: number): number | null {
      return (next.get(nowMs) as { at: number | null }).at;
    },
    begin: (seq: number) => void begin.run(seq),
    delivered: (seq: number, atMs: number) => void settle.run('delivered', null, atMs, seq),
    retry: (seq: number, error: string, atMs: number) => void settle.run('pending', error, atMs, seq),
    dead: (seq: number, error: string, atMs: number) => void settle.run('dead', error, atMs, seq),
    all: () => all.all() as unknown as Delivery[],
    close: () => db.close(),
  };
}

export type Journal = ReturnType<typeof openJournal>;
