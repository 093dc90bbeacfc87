import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { npmPair } from './npm-pair.ts';
import { selfTest, type Tools } from './self-test.ts';

export type { Tools } from './self-test.ts';

type Env = Record<string, string | undefined>;

const installCommand: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'brew install ffmpeg',
  win32: 'winget install --id Gyan.FFmpeg',
  linux: 'sudo apt install ffmpeg (Debian, Ubuntu) or your distribution’s package "ffmpeg"',
};

/** The first file called `name` in the folders of PATH, or null. */
async function onPath(name: string, env: Env, platform: NodeJS.Platform): Promise<string | null> {
  const file = platform === 'win32' ? `${name}.exe` : name;
  for (const folder of (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, file);
    const found = await access(path).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return null;
}

/** @throws Error when only one of both is set, or they do not work: what was named is used or refused, never replaced. */
async function fromEnvironment(env: Env): Promise<Tools | null> {
  const [ffmpeg, ffprobe] = [env['FFMPEG_PATH'], env['FFPROBE_PATH']];
  if (!ffmpeg && !ffprobe) return null;
  if (!ffmpeg || !ffprobe) throw new Error('Set both FFMPEG_PATH and FFPROBE_PATH, or neither.');
  const tested = await selfTest({ ffmpeg, ffprobe }, { anyVersion: true });
  if ('reason' in tested) throw new Error(`FFMPEG_PATH (${ffmpeg}) does not do: ${tested.reason}`);
  return { ffmpeg, ffprobe, version: tested.version, origin: 'environment' };
}

/**
 * Finds ffmpeg and ffprobe: `FFMPEG_PATH` and `FFPROBE_PATH`, else those on PATH if they pass the self-test (release 5 or
 * later, libx264, AAC, HLS and MP4), else the pair that came with npm.
 * @throws Error that names the command to install them, when there are none
 */
export async function findFfmpeg(
  env: Env = process.env,
  { platform = process.platform, npm = npmPair }: { platform?: NodeJS.Platform; npm?: typeof npmPair } = {},
): Promise<Tools> {
  const named = await fromEnvironment(env);
  if (named) return named;
  const reasons: string[] = [];
  const [ffmpeg, ffprobe] = [await onPath('ffmpeg', env, platform), await onPath('ffprobe', env, platform)];
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
