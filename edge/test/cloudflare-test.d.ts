/** As much of the test runner's own module as the tests use (developers.cloudflare.com/workers/testing/vitest-integration). */
declare module 'cloudflare:test' {
  /** Runs `work` as a Durable Object's own code would run, with its storage. */
  export function runInDurableObject<T>(
    stub: object,
    work: (
      instance: unknown,
      state: { storage: import('../src/search/storage.ts').Storage },
    ) => T | Promise<T>,
  ): Promise<T>;

  /** Ends an object's process as the platform may at any time; its storage stays. */
  export function evictDurableObject(stub: object): Promise<void>;
}
