import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Clock } from '../ports.ts';

const flag = z.number().transform((value) => value !== 0);

const userSchema = z.object({
  /** The `sub`; with e-mail as the way to sign in, Cognito makes it up. */
  username: z.string(),
  email: z.string(),
  emailVerified: flag,
  status: z.enum(['FORCE_CHANGE_PASSWORD', 'CONFIRMED']),
  enabled: flag,
  password: z.string(),
  passwordAt: z.number(),
  createdAt: z.number(),
  modifiedAt: z.number(),
  failures: z.number(),
  failedAt: z.number(),
  lockedUntil: z.number(),
});
export type User = z.infer<typeof userSchema>;
type Patch = Partial<Omit<User, 'username'>>;

export type Users = {
  /** By user name or by e-mail in any case. */
  find(name: string): User | null;
  /** Oldest first. */
  all(): User[];
  insert(user: Pick<User, 'email' | 'emailVerified' | 'status' | 'password'>): User;
  update(username: string, patch: Patch): void;
  remove(username: string): void;
  groupsOf(username: string): string[];
  addToGroup(username: string, group: string): void;
  removeFromGroup(username: string, group: string): void;
};

const column = (value: string | number | boolean) => (typeof value === 'boolean' ? Number(value) : value);

function update(db: DatabaseSync, username: string, patch: Patch) {
  const entries = Object.entries(patch);
  const columns = entries.map(([name]) => `${name} = ?`).join(', ');
  db.prepare(`UPDATE users SET ${columns} WHERE username = ?`).run(
    ...entries.map(([, value]) => column(value)),
    username,
  );
}

function insert(db: DatabaseSync, now: number, user: Parameters<Users['insert']>[0]): string {
  const username = randomUUID();
  db.prepare(
    `INSERT INTO users (username, email, emailVerified, status, enabled, password, passwordAt, createdAt, modifiedAt)
     VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?)`,
  ).run(username, user.email, Number(user.emailVerified), user.status, user.password, now, now, now);
  return username;
}

/** The people of the pool and the groups they are in. */
export function createUsers(db: DatabaseSync, clock: Clock): Users {
  const byName = db.prepare('SELECT * FROM users WHERE username = ? OR email = ?');
  const all = db.prepare('SELECT * FROM users ORDER BY rowid');
  const groups = db.prepare('SELECT groupName FROM memberships WHERE username = ? ORDER BY groupName');
  const join = db.prepare('INSERT OR IGNORE INTO memberships VALUES (?, ?)');
  const leave = db.prepare('DELETE FROM memberships WHERE username = ? AND groupName = ?');
  const find = (name: string) => {
    const row = byName.get(name, name);
    return row ? userSchema.parse(row) : null;
  };
  return {
    find,
    all: () => all.all().map((row) => userSchema.parse(row)),
    insert(user) {
      const made = find(insert(db, clock.now(), user));
      if (!made) throw new Error('a user just written is gone');
      return made;
    },
    update: (username, patch) => update(db, username, patch),
    remove: (username) => void db.prepare('DELETE FROM users WHERE username = ?').run(username),
    groupsOf: (username) => groups.all(username).map((row) => String(row['groupName'])),
    addToGroup: (username, group) => void join.run(username, group),
    removeFromGroup: (username, group) => void leave.run(username, group),
  };
}
