import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const schema = `
CREATE TABLE IF NOT EXISTS users (
  username TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE COLLATE NOCASE, emailVerified INTEGER NOT NULL,
  status TEXT NOT NULL, enabled INTEGER NOT NULL, password TEXT NOT NULL, passwordAt INTEGER NOT NULL,
  createdAt INTEGER NOT NULL, modifiedAt INTEGER NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0, failedAt INTEGER NOT NULL DEFAULT 0, lockedUntil INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS memberships (
  username TEXT NOT NULL REFERENCES users ON DELETE CASCADE, groupName TEXT NOT NULL, PRIMARY KEY (username, groupName)
) STRICT;
CREATE TABLE IF NOT EXISTS grants (
  id TEXT PRIMARY KEY, username TEXT NOT NULL REFERENCES users ON DELETE CASCADE, clientId TEXT NOT NULL,
  scope TEXT NOT NULL, nonce TEXT, authTime INTEGER NOT NULL, eventId TEXT NOT NULL, expiresAt INTEGER NOT NULL,
  revoked INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS refreshTokens (
  hash TEXT PRIMARY KEY, grantId TEXT NOT NULL REFERENCES grants ON DELETE CASCADE, rotatedAt INTEGER
) STRICT;
CREATE TABLE IF NOT EXISTS codes (
  hash TEXT PRIMARY KEY, username TEXT NOT NULL REFERENCES users ON DELETE CASCADE, clientId TEXT NOT NULL,
  redirectUri TEXT NOT NULL, challenge TEXT NOT NULL, scope TEXT NOT NULL, nonce TEXT, authTime INTEGER NOT NULL,
  expiresAt INTEGER NOT NULL, grantId TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS logins (
  hash TEXT PRIMARY KEY, username TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
  authTime INTEGER NOT NULL, expiresAt INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS resets (
  username TEXT PRIMARY KEY REFERENCES users ON DELETE CASCADE, hash TEXT NOT NULL,
  expiresAt INTEGER NOT NULL, attempts INTEGER NOT NULL
) STRICT;`;

/** The user pool on disk: hashes of passwords, codes and tokens, never the thing itself. */
export function openDatabase(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'pool.db');
  const db = new DatabaseSync(file);
  chmodSync(file, 0o600);
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; ${schema}`);
  return db;
}
