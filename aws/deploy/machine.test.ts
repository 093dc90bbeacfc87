import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createRunner } from './machine.ts';
import { createWorker } from './worker.ts';
import type { Command } from './world.ts';

const root = join(import.meta.dirname, '../..');

test('a tool reads its standard input; what it says and its exit code come back', async () => {
  const script =
    'process.stdin.on("data", (text) => { console.log(String(text).length); process.exitCode = 3; })';
  const result = await createRunner(root)({ tool: 'node', args: ['-e', script], input: 'secret' });
  expect(result).toEqual({ code: 3, stdout: '6\n', stderr: '' });
});

test('a tool that reads nothing does not wait for anybody', async () => {
  const script = 'process.stdin.on("end", () => console.log("nobody")).resume()';
  expect(await createRunner(root)({ tool: 'node', args: ['-e', script] })).toMatchObject({
    stdout: 'nobody\n',
  });
});

test('a tool that is not there is told apart', async () => {
  const { code } = await createRunner(join(root, 'nowhere'))({ tool: 'node', args: ['-e', ''] });
  expect(code).toBe(127);
});

test('the real wrangler takes the command line that uploads the Worker', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shark-wrangler-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'x.txt'), 'x');
  const run = createRunner(root);
  const results: string[] = [];
  const rehearsed = async ({ show: _, ...command }: Command) => {
    const extra = ['--dry-run', '--assets', folder, '--outdir', join(folder, 'out')];
    const result = await run({ ...command, args: [...command.args, ...extra] });
    results.push(result.stdout + result.stderr);
    return result;
  };
  const vars = { APP_ORIGIN: 'https://app.video.example.com', BOT_CLIENTS: '{"bot":"shark"}' };
  const worker = createWorker({ run: rehearsed }, 'shark-video');
  await worker.deploy({ vars, domain: 'app.video.example.com', keepVars: true });
  expect(results.join()).toContain('env.BOT_CLIENTS');
});
