import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Clock } from '../ports.ts';
import { digest, randomText } from './secret-text.ts';

/** The sign-in pages' cookie lives an hour and is not prolonged. */
export const loginLifeMs = 3_600_000;

const loginSchema = z.object({ username: z.string(), authTime: z.number() });
/** Who signed in with this browser, and when (seconds since 1970). */
export type Login = z.infer<typeof loginSchema>;

export type Logins = {
  start(login: Login): string;
  find(cookie: string): Login | null;
  end(cookie: string): void;
};

/** The sign-in pages' own sessions, by the digest of their cookie. */
export function createLogins(db: DatabaseSync, clock: Clock): Logins {
  return {
    start({ username, authTime }) {
      const cookie = randomText(32);
      db.prepare('DELETE FROM logins WHERE expiresAt <= ?').run(clock.now());
      db.prepare('INSERT INTO logins VALUES (?, ?, ?, ?)').run(
        digest(cookie),
        username,
        authTime,
        clock.now() + loginLifeMs,
      );
      return cookie;
    },
    find(cookie) {
      const row = db
        .prepare('SELECT * FROM logins WHERE hash = ? AND expiresAt > ?')
        .get(digest(cookie), clock.now());
      return row ? loginSchema.parse(row) : null;
    },
    end: (cookie) => void db.prepare('DELETE FROM logins WHERE hash = ?').run(digest(cookie)),
  };
}
