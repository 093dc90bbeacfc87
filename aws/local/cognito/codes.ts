import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Clock } from '../ports.ts';
import { digest, randomText } from './secret-text.ts';

/** Cognito's authorization codes live five minutes. */
const lifeMs = 5 * 60_000;

const codeSchema = z.object({
  username: z.string(),
  clientId: z.string(),
  redirectUri: z.string(),
  challenge: z.string(),
  scope: z.string(),
  nonce: z.string().nullable(),
  authTime: z.number(),
  expiresAt: z.number(),
  /** The grant it was exchanged for; null while unused. */
  grantId: z.string().nullable(),
});
export type AuthorizationCode = z.infer<typeof codeSchema>;

export type Codes = {
  issue(code: Omit<AuthorizationCode, 'expiresAt' | 'grantId'>): string;
  find(code: string): AuthorizationCode | null;
  /** True for the one caller that may exchange it. */
  use(code: string, grantId: string): boolean;
};

/** Authorization codes: single use, remembered afterwards so that a second use is noticed. */
export function createCodes(db: DatabaseSync, clock: Clock): Codes {
  return {
    issue(code) {
      const text = randomText(32);
      db.prepare('DELETE FROM codes WHERE expiresAt < ?').run(clock.now() - 86_400_000);
      db.prepare(
        `INSERT INTO codes (hash, username, clientId, redirectUri, challenge, scope, nonce, authTime, expiresAt)
         VALUES (:hash, :username, :clientId, :redirectUri, :challenge, :scope, :nonce, :authTime, :expiresAt)`,
      ).run({ ...code, hash: digest(text), expiresAt: clock.now() + lifeMs });
      return text;
    },
    find(text) {
      const row = db.prepare('SELECT * FROM codes WHERE hash = ?').get(digest(text));
      return row ? codeSchema.parse(row) : null;
    },
    use: (text, grantId) =>
      db.prepare('UPDATE codes SET grantId = ? WHERE hash = ? AND grantId IS NULL').run(grantId, digest(text))
        .changes === 1,
  };
}
