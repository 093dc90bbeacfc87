import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AwsEvent } from '../ports.ts';
import { isFinal, type JobRecord, type JobStatus } from './job.ts';

const schema = `
  PRAGMA journal_mode = WAL;
  CREATE TABLE IF NOT EXISTS job (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    token TEXT,
    queue TEXT NOT NULL,
    input TEXT NOT NULL,
    status TEXT NOT NULL,
    submitted_ms INTEGER NOT NULL,
    body TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS job_status ON job (status, seq);
  CREATE INDEX IF NOT EXISTS job_token ON job (token, seq);
  CREATE TABLE IF NOT EXISTS event (seq INTEGER PRIMARY KEY AUTOINCREMENT, due_ms INTEGER NOT NULL, body TEXT NOT NULL);
`;

export type JobFilter = {
  queue?: string | undefined;
  status?: string | undefined;
  inputFile?: string | undefined;
  order: 'ASCENDING' | 'DESCENDING';
  /** Where the page before ended. */
  after: number | null;
  limit: number;
};

/** An event and when it may go out, ms since 1970. */
export type Outgoing = { event: AwsEvent; dueMs: number };
export type DueEvent = { seq: number; event: AwsEvent };

const list = (order: 'ASC' | 'DESC') => `
  SELECT seq, body FROM job
  WHERE (:queue IS NULL OR queue = :queue) AND (:status IS NULL OR status = :status)
    AND (:input IS NULL OR instr(input, :input) > 0)
    AND (:after IS NULL OR seq ${order === 'ASC' ? '>' : '<'} :after)
  ORDER BY seq ${order} LIMIT :limit`;

const parse = <T>(body: unknown): T => JSON.parse(String(body)) as T;

/**
 * Jobs and the events they still owe, in `<dataDir>/mediaconvert/jobs.sqlite`. A job's change and its event are written
 * together or not at all, so that whoever is killed in between sends it at the next start.
 */
export function openJournal(dataDir: string) {
  const folder = join(dataDir, 'mediaconvert');
  mkdirSync(folder, { recursive: true });
  const db = new DatabaseSync(join(folder, 'jobs.sqlite'));
  db.exec(schema);
  const insert = db.prepare(
    'INSERT INTO job (id, token, queue, input, status, submitted_ms, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const byId = db.prepare('SELECT body FROM job WHERE id = ?');
  const byToken = db.prepare(
    'SELECT body FROM job WHERE token = ? AND submitted_ms > ? AND submitted_ms <= ? ORDER BY seq DESC LIMIT 1',
  );
  const unfinished = db.prepare(
    "SELECT body FROM job WHERE status IN ('SUBMITTED', 'PROGRESSING') ORDER BY seq",
  );
  const lists = { ASCENDING: db.prepare(list('ASC')), DESCENDING: db.prepare(list('DESC')) };
  const update = db.prepare('UPDATE job SET status = ?, body = ? WHERE id = ?');
  const addEvent = db.prepare('INSERT INTO event (due_ms, body) VALUES (?, ?)');
  const nextEvent = db.prepare('SELECT seq, due_ms, body FROM event ORDER BY due_ms, seq LIMIT 1');
  const dropEvent = db.prepare('DELETE FROM event WHERE seq = ?');

  const get = (id: string): JobRecord | null => {
    const row = byId.get(id);
    return row ? parse<JobRecord>(row['body']) : null;
  };

  return {
    get,
    add(job: JobRecord, input: string) {
      const token = job.request.clientRequestToken ?? null;
      insert.run(job.id, token, job.queue, input, job.status, job.submittedMs, JSON.stringify(job));
    },
    /** The latest job of a token, submitted after `sinceMs` and not after `untilMs`. */
    withToken(token: string, sinceMs: number, untilMs: number): JobRecord | null {
      const row = byToken.get(token, sinceMs, untilMs);
      return row ? parse<JobRecord>(row['body']) : null;
    },
    unfinished: (): JobRecord[] => unfinished.all().map((row) => parse<JobRecord>(row['body'])),
    /** A page of jobs and where it ends; null at the end of all. */
    list({ queue, status, inputFile, order, after, limit }: JobFilter): {
      jobs: JobRecord[];
      next: number | null;
    } {
      const rows = lists[order].all({
        queue: queue ?? null,
        status: status ?? null,
        input: inputFile ?? null,
        after,
        limit: limit + 1,
      });
      const page = rows.slice(0, limit);
      return {
        jobs: page.map((row) => parse<JobRecord>(row['body'])),
        next: rows.length > limit ? Number(page.at(-1)?.['seq']) : null,
      };
    },
    /**
     * Changes a job that is not final yet and files the events of the change with it; null when it was final already.
     */
    change(id: string, patch: Partial<JobRecord>, events: Outgoing[]): JobRecord | null {
      db.exec('BEGIN IMMEDIATE');
      try {
        const job = get(id);
        const changed = job && !isFinal(job.status) ? { ...job, ...patch } : null;
        if (changed) {
          const status: JobStatus = changed.status;
          update.run(status, JSON.stringify(changed), id);
          for (const { event, dueMs } of events) addEvent.run(dueMs, JSON.stringify(event));
        }
        db.exec('COMMIT');
        return changed;
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      }
    },
    /** The event that is due first, or null. */
    nextEvent(): (DueEvent & { dueMs: number }) | null {
      const row = nextEvent.get();
      return row
        ? { seq: Number(row['seq']), dueMs: Number(row['due_ms']), event: parse<AwsEvent>(row['body']) }
        : null;
    },
    dropEvent: (seq: number) => void dropEvent.run(seq),
    close: () => db.close(),
  };
}
export type Journal = ReturnType<typeof openJournal>;
