import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { takeLock } from './lock.ts';
import { root } from './root.ts';

const stamp = join(root, 'dist/build.json');

/** A counter of requests, bound to the Worker as `name`. */
const ratelimitSchema = z.object({
  name: z.string(),
  namespace_id: z.string(),
  simple: z.object({ limit: z.number(), period: z.union([z.literal(10), z.literal(60)]) }),
});

const buildSchema = z.object({
  /** Hash of everything it was made from. */
  inputs: z.string(),
  compatibilityDate: z.string(),
  compatibilityFlags: z.array(z.string()),
  ratelimits: z.array(ratelimitSchema),
  /** Class names of Durable Objects by the name of their binding. */
  durableObjects: z.record(z.string(), z.string()),
  /** Folders below the project's: the Worker's `index.js`, and the browser's files. */
  worker: z.string(),
  player: z.string(),
});
const bindingSchema = z.object({ name: z.string(), class_name: z.string() });

export type Build = z.infer<typeof buildSchema>;

/** What `wrangler deploy` would upload, as it was built last. @throws when nothing was built. */
export const readBuild = (): Build => buildSchema.parse(JSON.parse(readFileSync(stamp, 'utf8')));

const sources = ['edge', 'shared', 'wrangler.toml', 'vite.config.ts', 'package-lock.json'];
const isSource = (name: string) => !/\.test\.tsx?$|tsbuildinfo$|^edge\/test\//.test(name);

function filesOf(path: string): string[] {
  if (statSync(join(root, path)).isFile()) return [path];
  const names = readdirSync(join(root, path), { recursive: true, encoding: 'utf8' });
  return names.map((name) => `${path}/${name}`).filter((name) => statSync(join(root, name)).isFile());
}

function hashInputs(): string {
  const hash = createHash('sha256');
  for (const name of sources.flatMap(filesOf).filter(isSource).sort())
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(root, name)))
      .update('\0');
  return hash.digest('hex');
}

/** Whether the last build was made from exactly what is here now. */
export function isBuilt(): boolean {
  try {
    return readBuild().inputs === hashInputs();
  } catch {
    return false;
  }
}

/** The next start builds again: `dist` holds something else now. */
export const forgetBuild = () => rmSync(stamp, { force: true });

function run(tool: string, args: string[]) {
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false' };
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', tool), ...args], {
    ...{ cwd: root, env, stdio: 'inherit' },
  });
  if (status !== 0) throw new Error(`${tool} ended with ${status ?? 'a signal'}`);
}

async function lockedWhile<T>(work: () => Promise<T>): Promise<T> {
  const folder = join(root, 'dist');
  mkdirSync(folder, { recursive: true });
  for (;;) {
    const lock = takeLock(join(folder, 'build.lock'));
    if (!lock) await sleep(200);
    else
      try {
        return await work();
      } finally {
        lock.release();
      }
  }
}

async function build(): Promise<void> {
  forgetBuild();
  const inputs = hashInputs();
  const [worker, player] = ['dist/worker', 'dist/player'];
  run('vite/bin/vite.js', ['build', '--logLevel', 'warn']);
  run('wrangler/bin/wrangler.js', ['deploy', '--dry-run', '--outdir', worker]);
  const { unstable_readConfig: readConfig } = await import('wrangler');
  const config = readConfig({ config: join(root, 'wrangler.toml') });
  const objects = z.array(bindingSchema).parse(config.durable_objects.bindings);
  const made: Build = {
    inputs,
    compatibilityDate: config.compatibility_date ?? '',
    compatibilityFlags: config.compatibility_flags,
    ratelimits: z.array(ratelimitSchema).parse(config.ratelimits),
    durableObjects: Object.fromEntries(objects.map(({ name, class_name }) => [name, class_name])),
    worker,
    player,
  };
  writeFileSync(stamp, JSON.stringify(made));
}

/** Run as a program: builds what is deployed. `--if-changed`: unless the last build still fits. */
if (import.meta.main) {
  const onlyIfChanged = process.argv.includes('--if-changed');
  await lockedWhile(async () => {
    if (!onlyIfChanged || !isBuilt()) await build();
  });
}
