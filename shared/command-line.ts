import * as z from 'zod';

/**
 * Where the command line listens for the code of its sign-in: three ports, so that one in use is no end. Cognito compares
 * a callback character by character, so they are fixed.
 */
export const cliPorts = [14_000, 14_001, 14_002];

export const cliCallback = (port: number) => `http://localhost:${port}/callback`;

export const cliCallbacks = cliPorts.map(cliCallback);

/** What a command line needs to know of a service to sign somebody in: two origins, its client, where it may listen. */
export const clientSchema = z.object({
  app: z.url(),
  login: z.url(),
  cliClientId: z.string(),
  redirectPorts: z.array(z.int()).min(1),
  scopes: z.array(z.string()),
});
export type Client = z.infer<typeof clientSchema>;
