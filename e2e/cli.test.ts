import { appendFile, copyFile, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { type Cli, createCli } from './cli.ts';
import { createForms } from './forms.ts';
import { type Movie, makeMovie } from './movie.ts';
import { type Shark, startShark } from './shark.ts';

let shark: Shark;
let cli: Cli;
let movie: Movie;
beforeAll(async () => {
  [shark, cli, movie] = await Promise.all([startShark({}), createCli(), makeMovie()]);
});
afterAll(async () => {
  await shark?.stop();
  await cli?.remove();
  await movie?.remove();
});

const MiB = 1024 ** 2;
const partBytes = 8 * MiB;
const credentialsFile = () => join(cli.home, '.config/shark/credentials.json');

/** The movie with a `free` box behind it, which players skip: a file of `parts` parts. */
async function makeLargeMovie(parts: number): Promise<string> {
  const path = join(cli.home, 'Large.mp4');
  await copyFile(movie.path, path);
  const header = Buffer.from('00000000free');
  header.writeUInt32BE(parts * partBytes - movie.sizeBytes);
  header.write('free', 4);
  await appendFile(path, header.subarray(0, 8));
  await truncate(path, parts * partBytes);
  return path;
}

/** Signs in as the sample admin where a command says to, by filling in the forms. */
function signInWhenAsked() {
  let asked = false;
  return (err: string) => {
    const url = /http:\S+\/oauth2\/authorize\S+/.exec(err)?.[0];
    if (!url || asked) return;
    asked = true;
    const { email, password } = shark.state.admin;
    const forms = createForms();
    void forms.open(url).then((page) => forms.submit(page, { username: email, password }));
  };
}

test('login goes through the sign-in pages and keeps what only its owner can read', async () => {
  const ended = await cli.run(['login', shark.state.app, '--no-browser'], { onErr: signInWhenAsked() });
  expect(ended).toMatchObject({ exitCode: 0, out: expect.stringContaining(shark.state.admin.email) });
  expect((await stat(credentialsFile())).mode & 0o777).toBe(0o600);
  expect(ended.out + ended.err).not.toMatch(/eyJ/);
});

test('whoami knows who that is', async () => {
  const { out } = await cli.run(['whoami']);
  expect(out).toBe(`${shark.state.admin.email} (admin) of ${shark.state.org} at ${shark.state.app}\n`);
});

const readCredentials = async () => {
  const text = await readFile(credentialsFile(), 'utf8');
  const signIn = z.looseObject({ accessToken: z.string(), refreshToken: z.string(), expiresAt: z.number() });
  return z.object({ current: z.string(), services: z.record(z.string(), signIn) }).parse(JSON.parse(text));
};

test('a token at its end is renewed silently, and the refresh token with it', async () => {
  const kept = await readCredentials();
  const before = kept.services[shark.state.app];
  await writeFile(
    credentialsFile(),
    JSON.stringify({ ...kept, services: { [shark.state.app]: { ...before, expiresAt: 0 } } }),
  );
  expect(await cli.run(['whoami'])).toMatchObject({ exitCode: 0, err: '' });
  const after = (await readCredentials()).services[shark.state.app];
  expect(after?.refreshToken).not.toBe(before?.refreshToken);
  expect(await cli.run(['whoami'])).toMatchObject({ exitCode: 0 });
});

let videoId = '';

test('an upload stopped by Ctrl-C goes on: parts that were sent are not sent again', async () => {
  const path = await makeLargeMovie(8);
  const stopped = await cli.run(['upload', path], { env: { PUTS_STOP_AFTER: '3' } });
  expect(stopped).toMatchObject({ exitCode: 130, out: '' });
  expect(stopped.err).toContain('what was sent is kept');
  const first = await cli.puts();
  expect(first.sent.length).toBeGreaterThanOrEqual(3);
  expect(first.begun.length).toBeLessThan(8);

  const ended = await cli.run(['upload', path, '--publish']);
  expect(ended.exitCode, ended.err).toBe(0);
  const second = await cli.puts();
  expect(second.begun.filter((part) => first.sent.includes(part))).toEqual([]);
  expect(new Set([...first.begun, ...second.begun])).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8]));
  expect(ended.err).toMatch(/Large\.mp4: 100 % · 67\.1 MB of 67\.1 MB/);
  videoId = /^(\S{26}) {2}Large\.mp4$/m.exec(ended.out)?.[1] ?? '';
  expect(ended.out).toContain(`${videoId}  published  Large`);
});

test('list finds it, for people and for programs', async () => {
  const { out } = await cli.run(['list', 'large']);
  expect(out).toMatch(new RegExp(`^${videoId} {2}published +0:16 `, 'm'));
  const { out: json } = await cli.run(['list', '--json', '--status', 'ready']);
  expect(JSON.parse(json)).toEqual([expect.objectContaining({ id: videoId, published: true })]);
});

test('unpublish, publish and status say what is', async () => {
  expect((await cli.run(['unpublish', videoId])).out).toContain('draft');
  expect((await cli.run(['publish', videoId])).out).toContain('published');
  expect(await cli.run(['status', videoId, '--wait'])).toMatchObject({
    exitCode: 0,
    out: `${videoId}  ready  Large\n`,
  });
});

const mailsTo = async (email: string) => {
  const { emails } = (await (await fetch(`${shark.state.inbox}/store`)).json()) as {
    emails: { to: string[] }[];
  };
  return emails.filter(({ to }) => to.includes(email)).length;
};

test('invite tells first what would happen, then sends the mails', async () => {
  const addresses = ['nina@example.com', 'nobody'];
  const rehearsed = await cli.run(['invite', ...addresses, '--dry-run']);
  expect(rehearsed.out).toMatch(/nina@example\.com +new +would be sent an invitation/);
  expect(await mailsTo('nina@example.com')).toBe(0);
  const ended = await cli.run(['invite', ...addresses]);
  expect(ended.exitCode).toBe(1);
  expect(ended.out).toMatch(/nina@example\.com +new +invitation sent/);
  expect(ended.out).toMatch(/nobody +no address/);
  expect(await mailsTo('nina@example.com')).toBe(1);
  expect((await cli.run(['invite', 'nina@example.com'])).out).toMatch(/invited already +left alone/);
});

test('a refusal says what to do, and the request id', async () => {
  const ended = await cli.run(['status', '01KAAAAAAAAAAAAAAAAAAAAAAA']);
  expect(ended).toMatchObject({ exitCode: 1, out: '' });
  expect(ended.err).toMatch(/^shark: .+\n {2}Look the id up again.+\n {2}Request id: [\w-]+\n$/);
});

test('a bot of the environment acts without a sign-in', async () => {
  const { clientId, clientSecret } = shark.state.bot;
  const env = { SHARK_CLIENT_ID: clientId, SHARK_CLIENT_SECRET: clientSecret };
  expect((await cli.run(['whoami'], { env })).out).toMatch(/^a bot of /);
});

test('delete asks nobody who cannot answer, and deletes when told to', async () => {
  expect(await cli.run(['delete', videoId])).toMatchObject({ exitCode: 2 });
  expect(await cli.run(['delete', videoId, '--yes'])).toMatchObject({ exitCode: 0 });
  expect((await cli.run(['list', '--json'])).out).toBe('[]\n');
});

test('restore brings it back as a draft; what did not fail is not tried again', async () => {
  expect(await cli.run(['restore', videoId])).toMatchObject({
    exitCode: 0,
    out: `${videoId}  ready  Large\n`,
  });
  expect((await cli.run(['list'])).out).toMatch(new RegExp(`^${videoId} {2}draft `, 'm'));
  expect(await cli.run(['retry', videoId])).toMatchObject({ exitCode: 1 });
});

test('logout ends the sign-in, here and there', async () => {
  const { services } = await readCredentials();
  expect(await cli.run(['logout'])).toMatchObject({ exitCode: 0, err: '' });
  expect((await cli.run(['whoami', '--service', shark.state.app])).exitCode).toBe(3);
  const kept = { current: shark.state.app, services };
  for (const signIn of Object.values(kept.services)) signIn.expiresAt = 0;
  await writeFile(credentialsFile(), JSON.stringify(kept));
  expect((await cli.run(['whoami'])).exitCode).toBe(3);
});
