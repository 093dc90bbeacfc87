import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { homedir, platform } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Input, World } from './world.ts';

function openBrowser(url: string): void {
  const openers: Record<string, [string, ...string[]]> = {
    darwin: ['open'],
    win32: ['rundll32', 'url.dll,FileProtocolHandler'],
  };
  const [command, ...args] = openers[platform()] ?? ['xdg-open'];
  const child = spawn(command, [...args, url], { detached: true, stdio: 'ignore' });
  // The address is on the screen as well.
  child.on('error', () => undefined);
  child.unref();
}

const input: Input = {
  isTty: process.stdin.isTTY ?? false,
  line: (signal) =>
    new Promise((resolve) => {
      const lines = createInterface({ input: process.stdin });
      signal.addEventListener('abort', () => lines.close(), { once: true });
      lines.once('line', (line) => {
        resolve(line);
        lines.close();
      });
      lines.once('close', () => resolve(null));
    }),
  async all() {
    const chunks: string[] = [];
    for await (const chunk of process.stdin.setEncoding('utf8')) chunks.push(String(chunk));
    return chunks.join('');
  },
};

/** This machine. */
export function createWorld({ version, signal }: { version: string; signal: AbortSignal }): World {
  return {
    env: process.env,
    home: homedir(),
    version,
    print: (line) => void process.stdout.write(`${line}\n`),
    screen: {
      isTty: process.stderr.isTTY ?? false,
      // Zero where a terminal does not know.
      columns: () => process.stderr.columns || 80,
      write: (text) => void process.stderr.write(text),
    },
    input,
    fetch: (url, init) => fetch(url, init),
    now: Date.now,
    wait: (ms, signal) =>
      sleep(ms, undefined, { signal }).catch(() => {
        throw signal.reason;
      }),
    random: Math.random,
    randomBytes: (length) => randomBytes(length),
    openBrowser,
    signal,
  };
}
