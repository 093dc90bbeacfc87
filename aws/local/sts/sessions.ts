import { randomBytes, randomInt } from 'node:crypto';
import type { Clock } from '../ports.ts';

/** Temporary credentials. A request signed with them carries the token as well. */
export type SessionKey = {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiresAtMs: number;
  /** `arn:aws:sts::<account>:assumed-role/<role>/<session>` */
  arn: string;
  /** `<role id>:<session>` */
  userId: string;
};

export type Sessions = {
  open(who: { arn: string; userId: string }, lifeSeconds: number): SessionKey;
  /** The session of an access key, also one that is over. */
  find(accessKeyId: string): SessionKey | undefined;
};

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const letters = (count: number) =>
  Array.from({ length: count }, () => alphabet.charAt(randomInt(alphabet.length))).join('');

/** Long enough after its end for "has expired" to be told from "was never there". */
const rememberedMs = 60 * 60 * 1000;

/** The sessions that were opened since the start; a restart ends them all. */
export function createSessions(clock: Clock): Sessions {
  const byKey = new Map<string, SessionKey>();
  return {
    open(who, lifeSeconds) {
      for (const [id, { expiresAtMs }] of byKey)
        if (expiresAtMs + rememberedMs < clock.now()) byKey.delete(id);
      const session = {
        ...who,
        accessKeyId: `ASIA${letters(16)}`,
        secretAccessKey: randomBytes(30).toString('base64'),
        sessionToken: randomBytes(192).toString('base64'),
        // STS tells the end in whole seconds.
        expiresAtMs: Math.floor(clock.now() / 1000 + lifeSeconds) * 1000,
      };
      byKey.set(session.accessKeyId, session);
      return session;
    },
    find: (accessKeyId) => byKey.get(accessKeyId),
  };
}
