import { expect, test } from 'vitest';
import { shark } from './shark.ts';
import { createTestWorld } from './testing/world.ts';

async function run(...argv: string[]) {
  const { world, printed, screen } = createTestWorld();
  return { exitCode: await shark(world, argv), printed: printed.join('\n'), screen: screen() };
}

test('--version tells it', async () => {
  expect(await run('--version')).toEqual({ exitCode: 0, printed: '1.2.3', screen: '' });
});

test.each([[['help']], [['--help']]])('%j names every command, and what it ends with', async (argv) => {
  const { exitCode, printed } = await run(...argv);
  expect(exitCode).toBe(0);
  for (const name of ['login', 'logout', 'whoami', 'upload', 'list', 'status', 'publish', 'invite', 'delete'])
    expect(printed).toMatch(new RegExp(`^  ${name} `, 'm'));
  expect(printed).toMatch(/^ {2}130 .*Ctrl-C$/m);
});

test.each([[['help', 'upload']], [['upload', '--help']]])('%j tells of one command', async (argv) => {
  expect((await run(...argv)).printed).toMatch(/^shark upload <files…>[\s\S]+--publish/);
});

test('no command at all shows the help, as a mistake', async () => {
  const { exitCode, printed } = await run();
  expect(exitCode).toBe(2);
  expect(printed).toContain('Usage: shark');
});

const at = ['--service', 'http://localhost:1'];

test.each([
  [['fly'], 'There is no command fly.'],
  [['list', '--colour'], "Unknown option '--colour'."],
  [['upload'], 'It goes: shark upload <files…>'],
  [['status', 'a', 'b'], 'It goes: shark status <id>'],
  [['list'], 'Run `shark login https://app.example.com`'],
  [['list', '--service', 'http://video.example.com'], 'would send your sign-in unencrypted'],
  [['list', '--status', 'lost', ...at], '--status takes one of uploading, queued'],
  [['list', '--limit', 'many', ...at], '--limit takes a number.'],
  [['invite', 'a@example.com', '--role', 'king', ...at], '--role takes viewer or admin.'],
  [['upload', 'a.mp4', 'b.mp4', '--title', 'T', ...at], 'take a single file'],
  [['upload', 'nowhere.mp4', ...at], 'There is no such file'],
])('%j is not understood: %s', async (argv, words) => {
  const { exitCode, screen, printed } = await run(...argv);
  expect(exitCode).toBe(2);
  expect(screen).toMatch(/^shark: /);
  expect(screen).toContain(words);
  expect(printed).toBe('');
});

test('somebody who is not signed in is told how to', async () => {
  const { exitCode, screen } = await run('whoami', ...at);
  expect(exitCode).toBe(3);
  expect(screen).toContain('Run `shark login http://localhost:1`.');
});

const answering = (status: number, body: unknown) => async () =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

test.each([
  [
    'no answer',
    async () => Promise.reject(new TypeError('fetch failed')),
    4,
    /cannot be reached.*\n.*Check your/,
  ],
  [
    'a refusal',
    answering(403, { error: { code: 'forbidden', message: 'Only admins may do this.', requestId: 'r-1' } }),
    1,
    /^shark: Only admins may do this.\n {2}Ask an admin.*\n {2}Request id: r-1\n$/,
  ],
  [
    'refused fields',
    answering(400, {
      error: {
        ...{ code: 'invalid_request', message: 'No.', requestId: 'r-2' },
        details: { fields: [{ path: 'limit', message: 'too much' }] },
      },
    }),
    1,
    /limit: too much/,
  ],
  ['something that is no answer of ours', async () => new Response('<h1>', { status: 502 }), 1, /\(502\)/],
])('%s is explained, with what to do', async (_, fetch, exitCode, words) => {
  const { world, screen } = createTestWorld({ fetch, env: { SHARK_TOKEN: 't' } });
  expect(await shark(world, ['whoami', ...at])).toBe(exitCode);
  expect(screen()).toMatch(words);
});

test('Ctrl-C ends it cleanly', async () => {
  const { world, screen, stop } = createTestWorld({ env: { SHARK_TOKEN: 't' } });
  stop();
  expect(await shark(world, ['whoami', ...at])).toBe(130);
  expect(screen()).toBe('Stopped.\n');
});
