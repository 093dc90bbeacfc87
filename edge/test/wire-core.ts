/** What the stand-ins on the wire tell the tests: `state` as in state.json, `workerVars` as the Worker gets them. */
export type WireCore = {
  state: {
    org: string;
    login: string;
    inbox: string;
    bot: { clientId: string; clientSecret: string };
    admin: { email: string; password: string };
    viewer: { email: string; password: string };
  };
  workerVars: Record<string, string>;
};

declare module 'vitest' {
  interface ProvidedContext {
    core: WireCore;
  }
}
