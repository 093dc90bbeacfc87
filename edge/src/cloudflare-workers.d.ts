/** As much of the runtime's own module as is used (developers.cloudflare.com/workers/runtime-apis/bindings). */
declare module 'cloudflare:workers' {
  /** The base of a Durable Object: its public methods are called through a stub. */
  export abstract class DurableObject<Env = unknown> {
    protected readonly ctx: { storage: import('./search/storage.ts').Storage };
    protected readonly env: Env;
    constructor(ctx: DurableObject['ctx'], env: Env);
  }

  /** What the Worker is bound to. */
  export const env: Record<string, unknown>;
}
