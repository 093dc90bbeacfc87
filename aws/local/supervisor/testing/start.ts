import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type State, stateSchema } from '../../state.ts';
import { root } from '../root.ts';

export type Started = {
  process: ChildProcess;
  /** Resolves with the exit code. */
  exit: Promise<number | null>;
  output(): string;
};

/** A folder that goes away with `remove`. */
export function temporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), 'shark-start-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  const free = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  server.close();
  return free;
}

/** Five free ports in a row. */
export async function freePortBase(): Promise<number> {
  for (;;) {
    const base = 21_000 + Math.floor(Math.random() * 4000) * 5;
    const free = await Promise.all([0, 1, 2, 3, 4].map((offset) => isFree(base + offset)));
    if (free.every(Boolean)) return base;
  }
}

function run(command: string, args: string[], env = process.env): Started {
  const child = spawn(command, args, { cwd: root, env, stdio: 'pipe', detached: true });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(String(chunk)));
  return { process: child, exit: once(child, 'close').then(([code]) => code), output: () => said.join('') };
}

/** `npm start` without npm, as the leader of a process group. */
export const start = (...args: string[]): Started => run(process.execPath, ['start.mjs', ...args]);

/** The same below a shell, as npm does it: `process` is the shell. */
export function startByShell(...args: string[]): Started {
  const script = '"$0" start.mjs "$@"; exit $?';
  const env = { ...process.env, npm_lifecycle_event: 'start' };
  return run('sh', ['-c', script, process.execPath, ...args], env);
}

/** Waits for `state.json`. @throws Error with the output when the process ends first */
export async function stateOf({ process: child, output }: Started, data: string): Promise<State> {
  const path = join(data, 'state.json');
  while (!existsSync(path)) {
    if (child.exitCode !== null || child.signalCode) throw new Error(`it ended:\n${output()}`);
    await sleep(50);
  }
  return stateSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}
