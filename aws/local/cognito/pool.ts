import { join } from 'node:path';
import { type Codes, createCodes } from './codes.ts';
import { openDatabase } from './database.ts';
import { createGrants, type Grants } from './grants.ts';
import { type Keys, openKeys } from './keys.ts';
import { createLogins, type Logins } from './logins.ts';
import { createResets, type Resets } from './resets.ts';
import { createSeal, type Seal } from './seal.ts';
import type { Client, Settings } from './settings.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { createTokens, type Tokens } from './tokens.ts';
import { createUsers, type Users } from './users.ts';

/** Everything the API and the pages work on. */
export type Pool = {
  settings: Settings;
  keys: Keys;
  users: Users;
  signIn: SignIn;
  resets: Resets;
  grants: Grants;
  codes: Codes;
  logins: Logins;
  tokens: Tokens;
  seal: Seal;
  client(id: string): Client | null;
  close(): void;
};

/** Opens the pool in `<dataDir>/cognito`, making its keys at the first start. */
export function openPool(settings: Settings): Pool {
  const folder = join(settings.dataDir, 'cognito');
  const db = openDatabase(folder);
  const keys = openKeys(folder);
  const { clock } = settings;
  const seal = createSeal(keys.secret, clock);
  const users = createUsers(db, clock);
  const grants = createGrants(db, clock);
  const signIn = createSignIn({ users, seal, settings });
  return {
    settings,
    keys,
    users,
    signIn,
    grants,
    seal,
    resets: createResets({ db, users, signIn, settings }),
    codes: createCodes(db, clock),
    logins: createLogins(db, clock),
    tokens: createTokens({ settings, keys, users, grants }),
    client: (id) => settings.clients.find((client) => client.id === id) ?? null,
    close: () => db.close(),
  };
}
