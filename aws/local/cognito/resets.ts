import { randomInt } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { CognitoError, invalidParameter, notAuthorized } from './errors.ts';
import { resetMail } from './mails.ts';
import { assertPolicy } from './passwords.ts';
import { digest, sameText } from './secret-text.ts';
import type { Settings } from './settings.ts';
import type { SignIn } from './sign-in.ts';
import type { User, Users } from './users.ts';

/** Cognito's reset codes live an hour. */
const lifeMs = 3_600_000;
const maxAttempts = 5;

const resetSchema = z.object({ hash: z.string(), expiresAt: z.number(), attempts: z.number() });

export type Resets = {
  /** Mails a code. For a name nobody has it does nothing and says nothing. */
  request(name: string): Promise<void>;
  /** Sets the new password if the code is right. */
  confirm(name: string, code: string, newPassword: string): Promise<void>;
};

type Parts = { db: DatabaseSync; users: Users; signIn: SignIn; settings: Settings };

const mismatch = () =>
  new CognitoError('CodeMismatchException', 'Invalid verification code provided, please try again.');
const expired = () =>
  new CognitoError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
const exceeded = () =>
  new CognitoError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');

function assertMayReset(user: User) {
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (user.status === 'FORCE_CHANGE_PASSWORD')
    throw notAuthorized('User password cannot be reset in the current state.');
  if (!user.emailVerified)
    throw invalidParameter(
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
}

/** Forgotten passwords: a six-digit code by mail, five tries. */
export function createResets({ db, users, signIn, settings }: Parts): Resets {
  const { clock, mailer } = settings;
  const put = db.prepare('INSERT OR REPLACE INTO resets VALUES (?, ?, ?, 0)');
  const get = db.prepare('SELECT hash, expiresAt, attempts FROM resets WHERE username = ?');
  const spend = db.prepare('UPDATE resets SET attempts = attempts + 1 WHERE username = ?');
  const drop = db.prepare('DELETE FROM resets WHERE username = ?');
  return {
    async request(name) {
      const user = users.find(name);
      if (!user) return;
      assertMayReset(user);
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      put.run(user.username, digest(code), clock.now() + lifeMs);
      await mailer.send(resetMail(settings, user.email, code));
    },
    async confirm(name, code, newPassword) {
      const user = users.find(name);
      const row = user && get.get(user.username);
      if (!user || !row) throw expired();
      const reset = resetSchema.parse(row);
      if (reset.attempts >= maxAttempts) throw exceeded();
      spend.run(user.username);
      if (reset.expiresAt <= clock.now()) throw expired();
      if (!sameText(reset.hash, digest(code))) throw mismatch();
      assertPolicy(newPassword);
      drop.run(user.username);
      await signIn.setPassword(user, newPassword, true);
    },
  };
}
