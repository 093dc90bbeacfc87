import { join } from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { readBuild } from './build.ts';
import { workerInputSchema } from './messages.ts';
import { host } from './ports.ts';
import { playRole } from './role.ts';
import { root } from './root.ts';

/** The process of the built Worker: workerd under miniflare, listening itself instead of behind miniflare's proxy. */
playRole(workerInputSchema, async ({ port, vars }) => {
  const { compatibilityDate, compatibilityFlags, worker, player } = readBuild();
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host,
      handleStructuredLogs: ({ level, message }) =>
        (level === 'error' ? console.error : console.log)(message),
      workers: [
        {
          name: 'shark',
          modules: true,
          rootPath: join(root, worker),
          scriptPath: join(root, worker, 'index.js'),
          compatibilityDate,
          compatibilityFlags,
          bindings: vars,
          assets: {
            directory: join(root, player),
            binding: 'ASSETS',
            routerConfig: { has_user_worker: true },
          },
          unsafeDirectSockets: [{ host, port }],
        },
      ],
    }),
  );
  await miniflare.ready;
  return { ready: {}, close: () => miniflare.dispose() };
});
