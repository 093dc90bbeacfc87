import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Shark } from './shark.ts';

const monthMs = 31 * 24 * 60 * 60 * 1000;

/**
 * Makes an invitation a month older where the user pool keeps it, so that it has run out: the Worker's clock is the
 * machine's and cannot be moved.
 */
export function letRunOut({ data }: Pick<Shark, 'data'>, email: string): void {
  const db = new DatabaseSync(join(data, 'cognito', 'pool.db'));
  db.exec('PRAGMA busy_timeout = 5000');
  const age = 'UPDATE users SET passwordAt = passwordAt - ?, modifiedAt = modifiedAt - ? WHERE email = ?';
  const { changes } = db.prepare(age).run(monthMs, monthMs, email);
  db.close();
  if (changes !== 1) throw new Error(`nobody was invited as ${email}`);
}
