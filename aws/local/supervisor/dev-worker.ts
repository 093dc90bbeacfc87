import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forgetBuild } from './build.ts';
import { type Child, spawnTool } from './child.ts';
import { host } from './ports.ts';
import { root } from './root.ts';
import { keep, type Run } from './run.ts';

/** As dotenv reads it: line ends inside double quotes are written `\n`. */
const dotenv = (vars: Record<string, string>) =>
  Object.entries(vars)
    .map(([name, value]) =>
      value.includes('\n') ? `${name}="${value.replaceAll('\n', '\\n')}"\n` : `${name}='${value}'\n`,
    )
    .join('');

/** The Worker as it is being worked on: `wrangler dev` and vite build again at every change. */
export async function startDevWorker(run: Run, vars: Record<string, string>): Promise<Child> {
  const { data } = run.options;
  const envFile = join(data, 'dev.vars');
  writeFileSync(envFile, dotenv(vars), { mode: 0o600 });
  forgetBuild();
  const tool = (name: string, path: string, args: string[]) => {
    const child = keep(run, spawnTool(name, join(root, 'node_modules', path), args, root, run.log));
    child.process.stderr?.on('data', (chunk) => process.stderr.write(chunk));
    return child;
  };
  tool('vite', 'vite/bin/vite.js', ['build', '--watch', '--logLevel', 'warn']);
  // biome-ignore format: a command line reads best as one
  return tool('wrangler', 'wrangler/bin/wrangler.js', [
    'dev', '--ip', host, '--port', String(run.ports.app), '--inspector-port', '0', '--env-file', envFile,
    '--persist-to', join(data, 'wrangler'), '--show-interactive-dev-session', 'false',
  ]);
}
