import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Clock, Mail } from '../ports.ts';

const rowSchema = z.object({
  id: z.string(),
  at: z.number(),
  sender: z.string(),
  recipients: z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text))),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
});

/** A mail that arrived; `at` is RFC 3339 UTC. */
export type StoredMail = Mail & { id: string; at: string };

export type MailStore = {
  add(mail: Mail): StoredMail;
  /** Newest first. */
  all(): StoredMail[];
  get(id: string): StoredMail | null;
  close(): void;
};

const toMail = (row: unknown): StoredMail => {
  const { id, at, sender, recipients, ...content } = rowSchema.parse(row);
  return { id, at: new Date(at).toISOString(), from: sender, to: recipients, ...content };
};

/** Keeps every mail in `<dataDir>/mail.db`; a mail is on disk before `add` returns. */
export function openMailStore(dataDir: string, clock: Clock): MailStore {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const db = new DatabaseSync(join(dataDir, 'mail.db'));
  db.exec(`PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS mail (
      id TEXT PRIMARY KEY, at INTEGER NOT NULL, sender TEXT NOT NULL, recipients TEXT NOT NULL,
      subject TEXT NOT NULL, text TEXT NOT NULL, html TEXT NOT NULL
    ) STRICT;`);
  const insert = db.prepare('INSERT INTO mail VALUES (?, ?, ?, ?, ?, ?, ?)');
  const all = db.prepare('SELECT * FROM mail ORDER BY rowid DESC');
  const one = db.prepare('SELECT * FROM mail WHERE id = ?');
  return {
    add(mail) {
      const id = randomUUID();
      const at = clock.now();
      insert.run(id, at, mail.from, JSON.stringify(mail.to), mail.subject, mail.text, mail.html);
      return { id, at: new Date(at).toISOString(), ...mail };
    },
    all: () => all.all().map(toMail),
    get(id) {
      const row = one.get(id);
      return row ? toMail(row) : null;
    },
    close: () => db.close(),
  };
}
