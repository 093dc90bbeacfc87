import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Media of every shape and trouble through the whole pipeline; each file starts a core of its own, one at a time. */
export default defineConfig({
  test: {
    name: 'ingest',
    root: join(import.meta.dirname, '..'),
    include: ['ingest/**/*.test.ts'],
    silent: 'passed-only',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
