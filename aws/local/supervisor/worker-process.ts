import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { readBuild } from './build.ts';
import { frontOf } from './front.ts';
import { workerInputSchema } from './messages.ts';
import { host } from './ports.ts';
import { playRole } from './role.ts';
import { root } from './root.ts';

/** A copy of the browser's files: the next build does not pull them from under a Worker that runs. */
function copyFiles(from: string, dataDir: string): string {
  const folder = join(dataDir, 'player');
  rmSync(folder, { recursive: true, force: true });
  cpSync(from, folder, { recursive: true });
  return folder;
}

/** Every class of Durable Objects is one with SQLite, as its migration in wrangler.toml says. */
const withSqlite = (classNames: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(classNames).map(([name, className]) => [name, { className, useSQLite: true }]),
  );

/** The process of the built Worker: workerd under miniflare, listening itself instead of behind miniflare's proxy. */
playRole(workerInputSchema, async ({ port, vars, dataDir }) => {
  const build = readBuild();
  const { compatibilityDate, compatibilityFlags, ratelimits, durableObjects, worker, player } = build;
  const code = join(root, worker);
  const directory = copyFiles(join(root, player), dataDir);
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host,
      resourcePersistencePath: join(dataDir, 'worker'),
      handleStructuredLogs: ({ level, message }) =>
        (level === 'error' ? console.error : console.log)(message),
      workers: [
        {
          name: 'shark',
          rootPath: code,
          modulesRoot: code,
          modules: [
            { type: 'ESModule', path: join(code, 'front.js'), contents: frontOf(directory) },
            { type: 'ESModule', path: join(code, 'index.js') },
          ],
          compatibilityDate,
          compatibilityFlags,
          bindings: vars,
          ratelimits: Object.fromEntries(ratelimits.map(({ name, ...limit }) => [name, limit])),
          serviceBindings: { ASSETS: 'files' },
          durableObjects: withSqlite(durableObjects),
          unsafeDirectSockets: [{ host, port }],
        },
        {
          name: 'files',
          modules: true,
          script: 'export default {}',
          compatibilityDate,
          assets: { directory, binding: 'ASSETS', routerConfig: { has_user_worker: false } },
        },
      ],
    }),
  );
  await miniflare.ready;
  return { ready: {}, close: () => miniflare.dispose() };
});
