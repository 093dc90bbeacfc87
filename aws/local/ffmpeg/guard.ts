import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';

/**
 * Runs `command args…` for as long as this process's standard input stays open. ffmpeg ignores broken pipes, so nothing
 * else ends it when the process that wanted its work is killed: the kernel closes that end of the pipe, here it dies.
 * Run as a program: `node guard.ts command args…`.
 */
const [command, ...args] = process.argv.slice(2);
if (command === undefined) throw new TypeError('guard.ts needs a command');

/** Below the processes that answer requests, so that pages stay quick while a video is made. */
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
const end = () => child.kill('SIGKILL');

process.stdin.on('end', end).on('error', end).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
child.on('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.on('exit', (code) => process.exit(code ?? 137));
