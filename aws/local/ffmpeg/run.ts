import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

/** A program that ended badly; `output` is the end of what it said on standard error. */
export class ToolFailure extends Error {
  readonly reason: 'failed' | 'timeout' | 'aborted';
  readonly output: string;

  constructor(reason: ToolFailure['reason'], output: string) {
    super(`${reason}: ${output.trim().split('\n').at(-1) ?? ''}`);
    this.name = 'ToolFailure';
    this.reason = reason;
    this.output = output;
  }
}

export type RunOptions = {
  signal?: AbortSignal;
  /** The program is killed after so many ms. */
  timeoutMs: number;
};

const keptOutput = 8_000;
const guard = join(import.meta.dirname, 'guard.ts');

/**
 * Static builds for Linux (npm's ffprobe) crash when they load the system's character tables, as they do for names in
 * MPEG-TS; told of a folder without any they do without.
 */
const environment = () => ({ ...process.env, GCONV_PATH: '/nonexistent' });

/** Aborts on `signal` or after `timeoutMs`; `why()` says which. */
function limit({ signal, timeoutMs }: RunOptions, end: () => void) {
  let reason: ToolFailure['reason'] = 'failed';
  const stop = (why: ToolFailure['reason']) => () => {
    if (reason === 'failed') reason = why;
    end();
  };
  const onAbort = stop('aborted');
  const timer = setTimeout(stop('timeout'), timeoutMs);
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort);
  return {
    why: () => reason,
    clear() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}

async function exitOf(child: ChildProcess): Promise<number> {
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 137;
}

/**
 * Runs a short-lived program (ffprobe, a self-test) and gives what it wrote on standard output.
 * @throws ToolFailure when it fails, takes longer than `timeoutMs` or is aborted
 */
export async function runTool(command: string, args: string[], options: RunOptions): Promise<string> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(),
    windowsHide: true,
  });
  const limits = limit(options, () => child.kill('SIGKILL'));
  try {
    const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), exitOf(child)]);
    if (code !== 0 || limits.why() !== 'failed')
      throw new ToolFailure(limits.why(), errors.slice(-keptOutput));
    return output;
  } catch (error) {
    if (error instanceof ToolFailure) throw error;
    throw new ToolFailure('failed', error instanceof Error ? error.message : String(error));
  } finally {
    limits.clear();
  }
}

export type FfmpegOptions = RunOptions & {
  /** One line of standard error, as it comes. */
  onLog?(line: string): void;
  /** `-progress`: all values of one report, twice a second. */
  onProgress?(values: Record<string, string>): void;
};

/** Collects `key=value` lines; `progress=` ends a report. */
function progressReader(report: (values: Record<string, string>) => void) {
  let values: Record<string, string> = {};
  return (line: string) => {
    const [key = '', value = ''] = line.split('=', 2).map((part) => part.trim());
    values[key] = value;
    if (key !== 'progress') return;
    report(values);
    values = {};
  };
}

/**
 * Runs ffmpeg under a guard: it ends with this process, whatever happens to it. `args` come without `-nostdin` and
 * `-progress`, which are added.
 * @throws ToolFailure when it fails, takes longer than `timeoutMs` or is aborted
 */
export async function runFfmpeg(ffmpeg: string, args: string[], options: FfmpegOptions): Promise<void> {
  const all = [ffmpeg, '-nostdin', '-hide_banner', '-nostats', '-y', '-progress', 'pipe:1', ...args];
  const child = spawn(process.execPath, [guard, ...all], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: environment(),
    windowsHide: true,
  });
  child.stdin.on('error', () => {});
  const limits = limit(options, () => child.stdin.end());
  let output = '';
  createInterface(child.stdout).on('line', progressReader(options.onProgress ?? (() => {})));
  createInterface(child.stderr).on('line', (line) => {
    output = `${output}\n${line}`.slice(-keptOutput);
    options.onLog?.(line);
  });
  try {
    const code = await exitOf(child);
    if (code !== 0 || limits.why() !== 'failed') throw new ToolFailure(limits.why(), output);
  } finally {
    limits.clear();
    child.stdin.end();
  }
}
