import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Clock } from '../ports.ts';
import { digest, randomText } from './secret-text.ts';

const dayMs = 86_400_000;
/** Cognito's default life of a refresh token. */
const refreshLifeMs = 30 * dayMs;
/** The longest `RetryGracePeriodSeconds` of refresh token rotation. */
const graceMs = 60_000;

const grantSchema = z.object({
  /** `origin_jti` of every token that comes from this sign-in. */
  id: z.string(),
  username: z.string(),
  clientId: z.string(),
  scope: z.string(),
  nonce: z.string().nullable(),
  /** Seconds since 1970. */
  authTime: z.number(),
  eventId: z.string(),
  expiresAt: z.number(),
  revoked: z.number().transform((value) => value !== 0),
});
/** One sign-in of one person through one client; revoking it ends all its tokens. */
export type Grant = z.infer<typeof grantSchema>;
export type NewGrant = Pick<Grant, 'username' | 'clientId' | 'scope' | 'nonce' | 'authTime'>;

export type Grants = {
  start(grant: NewGrant): Grant;
  get(id: string): Grant | null;
  revoke(id: string): void;
  revokeAll(username: string): void;
  /** A new refresh token of the grant. As long as Cognito's, so that whoever stores it meets the real size. */
  refreshToken(grant: Grant): string;
  /** The grant behind a refresh token that still counts: known, in time, not revoked, not long replaced. */
  byRefreshToken(token: string): Grant | null;
  /** The token was used: it lives on for the grace only. The first use counts. */
  rotate(token: string): void;
};

/** Sign-ins and their refresh tokens. */
export function createGrants(db: DatabaseSync, clock: Clock): Grants {
  const one = db.prepare('SELECT * FROM grants WHERE id = ?');
  const token = db.prepare('SELECT grantId, rotatedAt FROM refreshTokens WHERE hash = ?');
  const get = (id: string) => {
    const row = one.get(id);
    return row ? grantSchema.parse(row) : null;
  };
  return {
    get,
    start(grant) {
      const made = {
        id: randomUUID(),
        eventId: randomUUID(),
        expiresAt: clock.now() + refreshLifeMs,
        ...grant,
      };
      db.prepare(
        `INSERT INTO grants (id, username, clientId, scope, nonce, authTime, eventId, expiresAt)
         VALUES (:id, :username, :clientId, :scope, :nonce, :authTime, :eventId, :expiresAt)`,
      ).run(made);
      return { ...made, revoked: false };
    },
    revoke: (id) => void db.prepare('UPDATE grants SET revoked = 1 WHERE id = ?').run(id),
    revokeAll: (username) =>
      void db.prepare('UPDATE grants SET revoked = 1 WHERE username = ?').run(username),
    refreshToken(grant) {
      const text = randomText(1200);
      db.prepare('INSERT INTO refreshTokens (hash, grantId) VALUES (?, ?)').run(digest(text), grant.id);
      return text;
    },
    byRefreshToken(text) {
      const row = token.get(digest(text));
      const grant = row ? get(String(row['grantId'])) : null;
      if (!row || !grant || grant.revoked || grant.expiresAt <= clock.now()) return null;
      const rotatedAt = row['rotatedAt'];
      return typeof rotatedAt === 'number' && clock.now() - rotatedAt >= graceMs ? null : grant;
    },
    rotate: (text) =>
      void db
        .prepare('UPDATE refreshTokens SET rotatedAt = coalesce(rotatedAt, ?) WHERE hash = ?')
        .run(clock.now(), digest(text)),
  };
}
