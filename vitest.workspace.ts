import { cloudflareTest } from '@cloudflare/vitest-pool-workers';
import type { TestProjectConfiguration } from 'vitest/config';
import type { WireCore } from './edge/test/wire-core.ts';

/** Node for everything but the edge; the edge's tests run in workerd, on the Worker's own configuration. */
const projects: TestProjectConfiguration[] = [
  {
    test: {
      name: 'node',
      // No test leaves anything behind in globals: files share a worker, and what it has read.
      isolate: false,
      include: [
        '*.test.ts',
        '{shared,aws,cli}/**/*.test.ts',
        'edge/player/**/*.test.ts',
        // Their tools make code from schemas, which workerd does not allow.
        'edge/src/**/*.node.test.ts',
      ],
      testTimeout: 60_000,
      hookTimeout: 60_000,
    },
  },
  {
    plugins: [
      cloudflareTest(({ inject }) => ({
        wrangler: { configPath: './wrangler.toml' },
        main: './edge/test/worker.ts',
        miniflare: { bindings: inject<WireCore>('core').workerVars },
      })),
    ],
    resolve: { alias: { '@aws-sdk/xml-builder': '@aws-sdk/xml-builder/dist-cjs/index.js' } },
    test: {
      name: 'edge',
      include: ['edge/src/**/*.test.{ts,tsx}'],
      exclude: ['**/*.node.test.ts'],
      globalSetup: ['./edge/test/global-setup.ts'],
      testTimeout: 20_000,
      hookTimeout: 60_000,
    },
  },
];

export default projects;
