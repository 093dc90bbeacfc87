import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

export type Ended = { exitCode: number | null; out: string; err: string };

type Options = {
  env?: Record<string, string>;
  /** Hears standard error as it grows. */
  onErr?: (err: string) => void;
};

/** The command line as it is shipped, in a home of its own. */
export async function createCli() {
  execFileSync(process.execPath, [join(root, 'cli/build.ts')], { cwd: root });
  const home = await mkdtemp(join(tmpdir(), 'shark-cli-'));
  const putsFile = join(home, 'puts');
  const watch = ['--import', join(import.meta.dirname, 'watch-puts.ts')];

  async function run(argv: string[], { env = {}, onErr }: Options = {}): Promise<Ended> {
    const args = [...watch, join(root, 'dist/cli/shark.mjs'), ...argv];
    const own = { PATH: process.env['PATH'] ?? '', HOME: home, PUTS_FILE: putsFile };
    const child = spawn(process.execPath, args, { cwd: home, env: { ...own, ...env } });
    const ended: Ended = { exitCode: null, out: '', err: '' };
    child.stdout.on('data', (chunk) => {
      ended.out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      ended.err += chunk;
      onErr?.(ended.err);
    });
    child.stdin.end();
    const [exitCode] = await once(child, 'close');
    return { ...ended, exitCode };
  }

  return {
    home,
    run,
    /** The parts that commands began to send, or sent whole, since this was asked last. */
    async puts() {
      const lines = (await readFile(putsFile, 'utf8').catch(() => '')).split('\n');
      await rm(putsFile, { force: true });
      const parts = (what: string) =>
        lines.filter((line) => line.startsWith(what)).map((line) => Number(line.split(' ')[1]));
      return { begun: parts('begun').sort(), sent: parts('sent').sort() };
    },
    remove: () => rm(home, { recursive: true, force: true }),
  };
}

export type Cli = Awaited<ReturnType<typeof createCli>>;
