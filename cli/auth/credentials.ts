import type { Client } from '../../shared/command-line.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { World } from '../world.ts';
import { botTokens, refreshTokens, type Tokens } from './oauth.ts';
import type { SignIn, TokenStore } from './token-store.ts';

/** Gives access tokens; `renew` is for one that was refused, and tells whether there is another. */
export type Credentials = { token: () => Promise<string>; renew: () => Promise<boolean> };

/** A token this close to its end, in ms, is renewed before it is used. */
const marginMs = 60_000;

const signedOut = (app: string) =>
  new Failure(`Nobody is signed in at ${app}.`, `Run \`shark login ${app}\`.`, exitCodes.signedOut);

/** A token from outside, which nobody here can renew. */
const fixed = (token: string): Credentials => ({ token: async () => token, renew: async () => false });

type Bot = { id: string; secret: string };

/** A bot's: kept in memory only. */
function ofBot(world: World, login: () => Promise<string>, { id, secret }: Bot): Credentials {
  let known: Tokens | null = null;
  const renew = async () => {
    known = await botTokens(world, { login: await login(), id, secret });
    if (known) return true;
    throw new Failure(
      'The sign-in service does not know this bot.',
      'Check SHARK_CLIENT_ID and SHARK_CLIENT_SECRET.',
      exitCodes.signedOut,
    );
  };
  return {
    async token() {
      if (!known || known.expiresAt - marginMs < world.now()) await renew();
      return known?.accessToken ?? '';
    },
    renew,
  };
}

/** Refresh tokens are used up by use, so whoever is refused looks whether another command was faster. */
async function renewSignIn(
  world: World,
  store: TokenStore,
  app: string,
  used: SignIn,
): Promise<SignIn | null> {
  const found = store.find(app);
  if (found && found.accessToken !== used.accessToken) return found;
  const tokens = await refreshTokens(world, used);
  if (!tokens) {
    const other = store.find(app);
    return other && other.refreshToken !== used.refreshToken ? other : null;
  }
  const { accessToken, expiresAt, refreshToken } = tokens;
  const renewed = { ...used, accessToken, expiresAt, refreshToken: refreshToken ?? used.refreshToken };
  store.renew(app, renewed);
  return renewed;
}

/** A person's, from the token file; renewed silently. */
function ofPerson(world: World, store: TokenStore, app: string): Credentials {
  let used = store.find(app);
  const renew = async () => {
    used = used && (await renewSignIn(world, store, app, used));
    return used !== null;
  };
  return {
    async token() {
      if (used && used.expiresAt - marginMs < world.now()) await renew();
      if (!used) throw signedOut(app);
      return used.accessToken;
    },
    renew,
  };
}

/** Who the commands speak for: `SHARK_TOKEN`, else the bot of the environment, else whoever signed in. */
export function findCredentials(
  world: World,
  { store, app, client }: { store: TokenStore; app: string; client: () => Promise<Client> },
): Credentials {
  const { SHARK_TOKEN: token, SHARK_CLIENT_ID: id, SHARK_CLIENT_SECRET: secret } = world.env;
  if (token) return fixed(token);
  if (id && secret) return ofBot(world, async () => (await client()).login, { id, secret });
  return ofPerson(world, store, app);
}
