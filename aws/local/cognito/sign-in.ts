import * as z from 'zod';
import type { Clock } from '../ports.ts';
import { notAuthorized, wrongPassword } from './errors.ts';
import { assertPolicy, hashPassword, verifyPassword } from './passwords.ts';
import type { Seal } from './seal.ts';
import { digest } from './secret-text.ts';
import type { Settings } from './settings.ts';
import type { User, Users } from './users.ts';

// "Lockout behavior for failed sign-in attempts" in Cognito's developer guide: from the fifth failure a second, doubled
// each time up to about 15 minutes; forgotten 15 minutes after the last failure.
const freeFailures = 5;
const longestLockMs = 15 * 60_000;

const challengeSchema = z.object({ username: z.string(), password: z.string() });

export type SignIn = {
  /** The person with that e-mail (or user name) and password; throws Cognito's refusals. May still owe a new password. */
  check(name: string, password: string): Promise<User>;
  /** What a person with a temporary password shows to choose their own. */
  challenge(user: User, lifetimeMs: number): Promise<string>;
  /** The person a challenge was made for, or null once it ended or was answered. */
  challenged(challenge: string): Promise<User | null>;
  /** Answers the challenge: sets the new password and confirms the person. */
  answer(challenge: string, newPassword: string): Promise<User>;
  /** Sets a password that keeps the policy and lifts a lock. */
  setPassword(user: User, password: string, permanent: boolean): Promise<void>;
};

type Parts = { users: Users; seal: Seal; settings: Settings };

/** Counts the attempt before it is checked, so that attempts side by side are not free. */
function countAttempt(users: Users, user: User, clock: Clock) {
  const now = clock.now();
  if (user.lockedUntil > now) throw notAuthorized('Password attempts exceeded');
  const failures = now - user.failedAt > longestLockMs ? 1 : user.failures + 1;
  const lockMs = failures < freeFailures ? 0 : Math.min(1000 * 2 ** (failures - freeFailures), longestLockMs);
  users.update(user.username, { failures, failedAt: now, lockedUntil: now + lockMs });
}

function assertMaySignIn(user: User, { clock, invitationDays }: Settings) {
  if (!user.enabled) throw notAuthorized('User is disabled.');
  const ends = user.passwordAt + invitationDays * 86_400_000;
  if (user.status === 'FORCE_CHANGE_PASSWORD' && clock.now() >= ends)
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
}

/** Checks and changes passwords. */
export function createSignIn({ users, seal, settings }: Parts): SignIn {
  const { clock, scryptCost } = settings;
  const setPassword: SignIn['setPassword'] = async (user, password, permanent) => {
    assertPolicy(password);
    users.update(user.username, {
      password: await hashPassword(password, scryptCost),
      passwordAt: clock.now(),
      modifiedAt: clock.now(),
      status: permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
      failures: 0,
      lockedUntil: 0,
    });
  };
  const challenged: SignIn['challenged'] = async (challenge) => {
    const data = await seal.open('new-password', challengeSchema, challenge);
    const user = data && data !== 'expired' ? users.find(data.username) : null;
    // The old password's digest makes a challenge useless once it was answered.
    return data && data !== 'expired' && user?.enabled && digest(user.password) === data.password
      ? user
      : null;
  };
  return {
    setPassword,
    challenged,
    async check(name, password) {
      const user = users.find(name);
      if (user) countAttempt(users, user, clock);
      const right = await verifyPassword(password, user?.password ?? null, scryptCost);
      if (!user || !right) throw wrongPassword();
      users.update(user.username, { failures: 0, lockedUntil: 0 });
      assertMaySignIn(user, settings);
      return user;
    },
    challenge: (user, lifetimeMs) =>
      seal.close('new-password', { username: user.username, password: digest(user.password) }, lifetimeMs),
    async answer(challenge, newPassword) {
      const user = await challenged(challenge);
      if (!user) throw notAuthorized('Invalid session for the user, session is expired.');
      await setPassword(user, newPassword, true);
      return users.find(user.username) ?? user;
    },
  };
}
