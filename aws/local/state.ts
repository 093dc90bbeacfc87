import * as z from 'zod';

const personSchema = z.object({ email: z.string(), password: z.string() });

/** What the core tells the world outside: `state.json` without its processes. Origins have no trailing slash. */
export const coreStateSchema = z.object({
  version: z.string(),
  startedAt: z.iso.datetime(),
  org: z.string(),
  region: z.string(),
  app: z.url(),
  media: z.url(),
  aws: z.url(),
  login: z.url(),
  inbox: z.url(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  uploadsBucket: z.string(),
  mediaBucket: z.string(),
  table: z.string(),
  keyPairId: z.string(),
  userPoolId: z.string(),
  issuer: z.url(),
  jwksUri: z.url(),
  clientId: z.string(),
  redirectUri: z.url(),
  bot: z.object({ clientId: z.string(), clientSecret: z.string(), scopes: z.array(z.string()) }),
  admin: personSchema,
  viewer: personSchema,
});
export type CoreState = z.infer<typeof coreStateSchema>;

/** `<data>/state.json`: there exactly while every address answers. `pid` is the supervisor's. */
export const stateSchema = coreStateSchema.extend({
  pid: z.int(),
  pids: z.object({ aws: z.int(), worker: z.int() }),
});
export type State = z.infer<typeof stateSchema>;
