/** As much of the runtime's own module as is used (developers.cloudflare.com/workers/runtime-apis/bindings). */
declare module 'cloudflare:workers' {
  /** What the Worker is bound to. */
  export const env: Record<string, unknown>;
}
