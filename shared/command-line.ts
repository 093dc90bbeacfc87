/**
 * Where the command line listens for the code of its sign-in: three ports, so that one in use is no end. Cognito compares
 * a callback character by character, so they are fixed.
 */
export const cliCallbacks = [14_000, 14_001, 14_002].map((port) => `http://localhost:${port}/callback`);
