import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findFfmpeg } from './find-ffmpeg.ts';
import { npmPair } from './npm-pair.ts';
import { majorOf } from './self-test.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shark-find-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Programs called ffmpeg and ffprobe that say what `script` says. */
async function pretenders(name: string, script: string): Promise<string> {
  const place = join(folder, name);
  await mkdir(place);
  for (const program of ['ffmpeg', 'ffprobe']) {
    await writeFile(join(place, program), `#!/bin/sh\n${script}\n`);
    await chmod(join(place, program), 0o755);
  }
  return place;
}

test('with nothing else on PATH the npm pair is found, and runs', async () => {
  const tools = await findFfmpeg({ PATH: folder });
  expect(tools.origin).toBe('npm');
  expect(tools).toMatchObject({ ...(await npmPair()) });
});

test('FFMPEG_PATH and FFPROBE_PATH come first', async () => {
  const pair = await npmPair();
  const tools = await findFfmpeg({
    FFMPEG_PATH: pair?.ffmpeg,
    FFPROBE_PATH: pair?.ffprobe,
    PATH: process.env['PATH'],
  });
  expect(tools).toMatchObject({ ...pair, origin: 'environment' });
});

test('what was named and does not do is refused, not replaced', async () => {
  const both = {
    FFMPEG_PATH: '/nowhere/ffmpeg',
    FFPROBE_PATH: '/nowhere/ffprobe',
    PATH: process.env['PATH'],
  };
  await expect(findFfmpeg(both)).rejects.toThrow('/nowhere/ffmpeg');
  const one = { FFMPEG_PATH: '/nowhere/ffmpeg', PATH: process.env['PATH'] };
  await expect(findFfmpeg(one)).rejects.toThrow('FFMPEG_PATH=/nowhere/ffmpeg cannot be used');
});

test('where only one is named, the other is looked for', async () => {
  const pair = await npmPair();
  expect(await findFfmpeg({ FFMPEG_PATH: pair?.ffmpeg, PATH: folder })).toMatchObject(pair ?? {});
  expect(await findFfmpeg({ FFPROBE_PATH: pair?.ffprobe, PATH: folder })).toMatchObject(pair ?? {});
  const place = await pretenders('beside', 'echo "ffprobe version 7"');
  const tools = await findFfmpeg({ FFMPEG_PATH: pair?.ffmpeg, PATH: place });
  expect(tools.ffprobe).toBe(join(place, 'ffprobe'));
});

test.each([
  ['old', 'echo "ffmpeg version 4.4.2-0ubuntu0.22.04.1"', 'version 4.4.2-0ubuntu0.22.04.1 is older than 5'],
  ['bare', 'echo "ffmpeg version 6.1"', 'it was built without libx264'],
  ['broken', 'echo "ffmpeg: error while loading shared libraries" >&2; exit 127', 'shared libraries'],
])('an ffmpeg on PATH that is %s is passed over, and the error says why', async (name, script, reason) => {
  const PATH = await pretenders(name, script);
  const tools = await findFfmpeg({ PATH });
  expect(tools.origin).toBe('npm');
  await expect(findFfmpeg({ PATH }, { npm: async () => null })).rejects.toThrow(reason);
});

test.each([
  ['linux', 'apt install ffmpeg'],
  ['darwin', 'brew install ffmpeg'],
  ['win32', 'winget install'],
] as const)('without any, the error on %s names the command', async (platform, command) => {
  await expect(findFfmpeg({ PATH: folder }, { platform, npm: async () => null })).rejects.toThrow(command);
});

test.each([
  ['5.1.9-0+deb12u1', 5],
  ['n7.1', 7],
  ['8.0.1', 8],
  ['N-47683-g0e8eb07980-static', null],
])('%s is release %s', (version, major) => {
  expect(majorOf(version)).toBe(major);
});
