import type { Client } from '../shared/command-line.ts';
import { type Api, createApi } from './api.ts';
import { findCredentials } from './auth/credentials.ts';
import { originOf, readClient } from './auth/service.ts';
import { createTokenStore, type TokenStore } from './auth/token-store.ts';
import { misused } from './failure.ts';
import type { World } from './world.ts';

/** What every command works with. */
export type Context = {
  world: World;
  store: TokenStore;
  /** Origin of the service that is meant: `--service`, `SHARK_SERVICE`, else that of the last sign-in. */
  app: () => string;
  /** How to sign in to it; asked once. */
  client: () => Promise<Client>;
  /** Its API, in the name of whoever the command speaks for. */
  api: () => Api;
};

/** Once: what was made first is given again. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

export function createContext(world: World, service: string | undefined): Context {
  const store = createTokenStore(world);
  const app = once(() => {
    const typed = service ?? world.env['SHARK_SERVICE'];
    if (typed) return originOf(typed);
    const current = store.current();
    if (current) return current;
    throw misused('Which service?', 'Run `shark login https://app.example.com`, or name it with --service.');
  });
  const client = once(() => readClient(world, app()));
  const api = once(() => {
    const credentials = findCredentials(world, { store, app: app(), client });
    return createApi(world, { app: app(), credentials });
  });
  return { world, store, app, client, api };
}
