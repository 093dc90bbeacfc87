import { join } from 'node:path';
import * as z from 'zod';
import { configFolder, readJson, writeJson } from '../folders.ts';
import type { World } from '../world.ts';

/** Somebody's sign-in at one service. */
const signInSchema = z.object({
  login: z.url(),
  clientId: z.string(),
  accessToken: z.string(),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
  refreshToken: z.string(),
});
export type SignIn = z.infer<typeof signInSchema>;

const fileSchema = z.object({
  /** The service of the last sign-in: the one that is meant when none is named. */
  current: z.string().nullable(),
  services: z.record(z.string(), signInSchema),
});

const none: z.infer<typeof fileSchema> = { current: null, services: {} };

/** Sign-ins by the origin of their service, in a file of mode 0600. Read anew each time: another command may have written it. */
export function createTokenStore(place: Pick<World, 'env' | 'home'>) {
  const path = join(configFolder(place), 'credentials.json');
  const read = () => fileSchema.safeParse(readJson(path)).data ?? none;
  return {
    path,
    current: () => read().current,
    find: (app: string): SignIn | null => read().services[app] ?? null,
    keep(app: string, signIn: SignIn) {
      writeJson(path, { current: app, services: { ...read().services, [app]: signIn } });
    },
    /** New tokens of a sign-in; which service is meant by default stays as it is. */
    renew(app: string, signIn: SignIn) {
      const { current, services } = read();
      writeJson(path, { current, services: { ...services, [app]: signIn } });
    },
    drop(app: string) {
      const { current, services } = read();
      const { [app]: _, ...others } = services;
      writeJson(path, { current: current === app ? null : current, services: others });
    },
  };
}

export type TokenStore = ReturnType<typeof createTokenStore>;
