import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** Runs the command as npm does, where there is no credential, no home and none of the tools. */
async function run(...args: string[]) {
  const command = [join(root, 'aws/deploy/command.ts'), ...args];
  const child = spawn(process.execPath, command, { cwd: root, env: { PATH: '', HOME: '/nowhere' } });
  const [said, complained, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code, said, complained };
}

test.each([
  ['deploy', ['--dry-run'], [' 1. Check the accounts', '. Check\n', 'What a month costs']],
  [
    'destroy',
    ['--dry-run'],
    [' 1. Check the accounts', '. AWS core', 'What would stay, and its list price:'],
  ],
  ['destroy', ['--dry-run', '--all-data'], ['. Data', 'for good', 'Left in any case:']],
])('%s %j goes through without credentials and says what would be done', async (name, options, words) => {
  const { code, said, complained } = await run(name, ...options);
  expect({ code, complained }).toEqual({ code: 0, complained: '' });
  for (const word of [...words, 'Nothing was changed, and nobody was asked.']) expect(said).toContain(word);
});

test('an option that does not exist is refused with those that do', async () => {
  const { code, said, complained } = await run('deploy', '--dryrun');
  expect({ code, complained }).toEqual({ code: 1, complained: '' });
  expect(said).toContain("Unknown option '--dryrun'");
  expect(said).toContain('npm run destroy      [-- --all-data] [--yes] [--dry-run]');
});
