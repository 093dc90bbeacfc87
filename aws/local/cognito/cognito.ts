import type { Hono } from 'hono';
import { createApi } from './api/api.ts';
import { createLogin } from './login/login.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { openPool, type Pool } from './pool.ts';
import { type SettingsInput, settingsOf } from './settings.ts';
import { createWellKnown } from './well-known.ts';

export type { Client, SettingsInput as CognitoSettings } from './settings.ts';

export type Person = { email: string; password: string; groups: string[] };

export type Cognito = {
  /** The service's API, behind the AWS endpoint, which has verified the signature. */
  api: Hono;
  /** `/<poolId>/.well-known/*`, for anyone. */
  wellKnown: Hono;
  /** OAuth endpoints and sign-in pages, on their own origin. */
  login: Hono;
  /** Makes sure a confirmed person with this password is in these groups; the same again changes nothing. */
  seedPerson(person: Person): Promise<{ username: string }>;
  close(): void;
};

async function seedPerson({ users, settings }: Pool, { email, password, groups }: Person) {
  const cost = settings.scryptCost;
  const known = users.find(email);
  const fits =
    known?.status === 'CONFIRMED' && (await verifyPassword(password, known.password, settings.scryptCost));
  const hash = fits ? known.password : await hashPassword(password, cost);
  const user = known ?? users.insert({ email, emailVerified: true, status: 'CONFIRMED', password: hash });
  if (!fits) users.update(user.username, { status: 'CONFIRMED', password: hash });
  for (const group of groups) users.addToGroup(user.username, group);
  return { username: user.username };
}

/**
 * The Cognito stand-in: one user pool with e-mail as user name, its API, keys and sign-in pages, kept in
 * `<dataDir>/cognito` and whole again after kill -9.
 */
export function createCognito(input: SettingsInput): Cognito {
  const pool = openPool(settingsOf(input));
  return {
    api: createApi(pool),
    wellKnown: createWellKnown(pool),
    login: createLogin(pool),
    seedPerson: (person) => seedPerson(pool, person),
    close: () => pool.close(),
  };
}
