import { spawn } from 'node:child_process';
import { resolveCname } from 'node:dns/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command, Result, Runner, World } from './world.ts';

const files = { cdk: 'node_modules/aws-cdk/bin/cdk', wrangler: 'node_modules/wrangler/bin/wrangler.js' };

/** The tools of this project run under this Node; `aws` is the machine's own. */
function programOf(root: string, { tool, args }: Command): [string, string[]] {
  if (tool === 'aws') return ['aws', args];
  return [process.execPath, tool === 'node' ? args : [join(root, files[tool]), ...args]];
}

/** `wrangler` and `cdk` shall not talk to anybody else; the AWS command line shall not open a pager. */
const quiet = { AWS_PAGER: '', WRANGLER_SEND_METRICS: 'false', CDK_DISABLE_CLI_TELEMETRY: 'true' };

/** Runs tools in `root`. What a tool says is kept in memory only. */
export const createRunner =
  (root: string): Runner =>
  (command) =>
    new Promise<Result>((resolve) => {
      const [program, args] = programOf(root, command);
      const { input, show } = command;
      const child = spawn(program, args, {
        cwd: root,
        env: { ...process.env, ...quiet },
        stdio: [input === undefined ? (show ? 'inherit' : 'ignore') : 'pipe', ...outputs(show)],
      });
      const said = { stdout: '', stderr: '' };
      for (const name of ['stdout', 'stderr'] as const)
        child[name]?.setEncoding('utf8').on('data', (text: string) => {
          said[name] += text;
        });
      child.stdin?.on('error', () => {});
      child.stdin?.end(input);
      child.on('error', ({ message }) => resolve({ code: 127, stdout: '', stderr: message }));
      child.on('close', (code) => resolve({ code: code ?? 1, ...said }));
    });

const outputs = (show = false) => (show ? (['inherit', 'inherit'] as const) : (['pipe', 'pipe'] as const));

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(question)).trim();
  } finally {
    terminal.close();
  }
}

async function get(url: string) {
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(10_000) });
  return { status: response.status, text: await response.text() };
}

/** The machine this runs on, and the network around it. */
export const createMachine = (root: string): World => ({
  run: createRunner(root),
  fetch: get,
  aliasesOf: (host) => resolveCname(host).catch(() => []),
  ask: process.stdin.isTTY && process.stdout.isTTY ? ask : null,
  say: (text) => console.log(text),
  now: () => Date.now(),
  sleep: async (ms) => void (await sleep(ms)),
  env: process.env,
  root,
});
