import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogFile } from './log-file.ts';

/** A process group of ours: killed as a whole, also when this process is killed. */
export type Child = {
  name: string;
  pid: number;
  process: ChildProcess;
  /** Resolves when it has ended, with how. */
  gone: Promise<string>;
  /** The end of what it wrote on standard error. */
  lastWords(): string;
  /** Asks it to end, and kills what is still there after `graceMs`. */
  stop(graceMs: number): Promise<void>;
};

const posix = process.platform !== 'win32';

/** A child of ours gets a group of its own: the terminal's Ctrl+C is for the supervisor, which ends children in order. */
const spawnOptions = {
  detached: posix,
  windowsHide: true,
  env: { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_SEND_METRICS: 'false' },
};

function killGroup(pid: number) {
  try {
    process.kill(posix ? -pid : pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

/**
 * Kills the group when this process ends in whatever way: the kernel then closes the pipe that the shell reads from. A
 * line through the pipe sends the guard home. Windows has no process groups; there children end with their channel to us.
 */
function guard(pid: number): () => void {
  if (!posix) return () => {};
  const script = 'read -r _ || kill -9 -- "-$1" 2>/dev/null';
  const shell = spawn('/bin/sh', ['-c', script, 'guard', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.stdin?.on('error', () => {});
  shell.unref();
  return () => shell.stdin?.end('\n');
}

/** Resolves with how a child ended, after what it left behind was killed. */
async function endOf(child: ChildProcess, pid: number): Promise<string> {
  const dismiss = guard(pid);
  const [code, signal] = await once(child, 'exit').catch((error: unknown) => [String(error)]);
  killGroup(pid);
  dismiss();
  return signal ? `was ended by ${signal}` : `ended with code ${code}`;
}

const keptWords = 8;

function keep(name: string, child: ChildProcess, log: LogFile): Child {
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} cannot be started`);
  if (child.stdout) createInterface(child.stdout).on('line', (line) => log.line(name, line));
  const words: string[] = [];
  if (child.stderr)
    createInterface(child.stderr).on('line', (line) => {
      words.push(line);
      if (words.length > keptWords) words.shift();
      log.line(name, line, 'error');
    });
  const gone = endOf(child, pid);
  return {
    name,
    pid,
    process: child,
    gone,
    lastWords: () => words.join('\n'),
    async stop(graceMs) {
      child.kill('SIGTERM');
      const late = await Promise.race([gone, sleep(graceMs, null, { ref: false })]);
      if (late === null) killGroup(pid);
      await gone;
    },
  };
}

/** Starts a program of ours that speaks `role.ts`. */
export const forkChild = (name: string, file: string, log: LogFile): Child =>
  keep(name, fork(file, [], { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] }), log);

/** Starts a tool, a JavaScript file with arguments. */
export const spawnTool = (name: string, file: string, args: string[], cwd: string, log: LogFile): Child =>
  keep(
    name,
    spawn(process.execPath, [file, ...args], { ...spawnOptions, cwd, stdio: ['ignore', 'pipe', 'pipe'] }),
    log,
  );
