import { access } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { npmPair } from './npm-pair.ts';
import { selfTest, type Tools } from './self-test.ts';

export type { Tools } from './self-test.ts';

type Env = Record<string, string | undefined>;

const installCommand: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'brew install ffmpeg',
  win32: 'winget install --id Gyan.FFmpeg',
  linux: 'sudo apt install ffmpeg (Debian, Ubuntu) or your distribution’s package "ffmpeg"',
};

type Npm = typeof npmPair;
type Program = 'ffmpeg' | 'ffprobe';

const fileOf = (program: Program, platform: NodeJS.Platform) =>
  platform === 'win32' ? `${program}.exe` : program;

/** The first file called `program` in the folders, or null. */
async function firstIn(folders: string[], program: Program, platform: NodeJS.Platform) {
  for (const folder of folders) {
    const path = join(folder, fileOf(program, platform));
    const found = await access(path).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return null;
}

const foldersOf = (env: Env) => (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(Boolean);

/**
 * What the environment names; where it names only one of both, the other one beside it, on PATH or from npm.
 * @throws Error when they do not work: what was named is used or refused, never replaced
 */
async function fromEnvironment(env: Env, platform: NodeJS.Platform, npm: Npm): Promise<Tools | null> {
  const named = { ffmpeg: env['FFMPEG_PATH'], ffprobe: env['FFPROBE_PATH'] };
  const known = named.ffmpeg || named.ffprobe;
  if (!known) return null;
  const pathOf = async (program: Program) =>
    named[program] ||
    (await firstIn([dirname(known), ...foldersOf(env)], program, platform)) ||
    ((await npm())?.[program] ?? program);
  const pair = { ffmpeg: await pathOf('ffmpeg'), ffprobe: await pathOf('ffprobe') };
  const tested = await selfTest(pair, { anyVersion: true });
  if (!('reason' in tested)) return { ...pair, version: tested.version, origin: 'environment' };
  const variables = Object.entries({ FFMPEG_PATH: named.ffmpeg, FFPROBE_PATH: named.ffprobe })
    .filter(([, path]) => path)
    .map((variable) => variable.join('='))
    .join(' ');
  throw new Error(`${variables} cannot be used: ${tested.reason}. Name another file, or unset it.`);
}

/**
 * Finds ffmpeg and ffprobe: `FFMPEG_PATH` and `FFPROBE_PATH`, else those on PATH if they pass the self-test (release 5 or
 * later, libx264, AAC, HLS and MP4), else the pair that came with npm.
 * @throws Error that names the command to install them, when there are none
 */
export async function findFfmpeg(
  env: Env = process.env,
  { platform = process.platform, npm = npmPair }: { platform?: NodeJS.Platform; npm?: Npm } = {},
): Promise<Tools> {
  const named = await fromEnvironment(env, platform, npm);
  if (named) return named;
  const reasons: string[] = [];
  const onPath = (program: Program) => firstIn(foldersOf(env), program, platform);
  const [ffmpeg, ffprobe] = [await onPath('ffmpeg'), await onPath('ffprobe')];
  if (ffmpeg && ffprobe) {
    const tested = await selfTest({ ffmpeg, ffprobe });
    if (!('reason' in tested)) return { ffmpeg, ffprobe, version: tested.version, origin: 'path' };
    reasons.push(`${ffmpeg}: ${tested.reason}.`);
  } else reasons.push('Not both of ffmpeg and ffprobe are on PATH.');
  const pair = await npm();
  if (pair) {
    const tested = await selfTest(pair, { anyVersion: true });
    if (!('reason' in tested)) return { ...pair, version: tested.version, origin: 'npm' };
    reasons.push(`${pair.ffmpeg}: ${tested.reason}.`);
  } else reasons.push('npm has no ffmpeg for this system.');
  const command = installCommand[platform] ?? 'your system’s package manager';
  throw new Error(`ffmpeg 5 or later is needed. ${reasons.join(' ')} Install it with: ${command}`);
}
