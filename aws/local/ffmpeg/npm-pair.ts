import { constants } from 'node:fs';
import { access, chmod, copyFile, lstat, mkdir, rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { basename, join } from 'node:path';

const isRunnable = (path: string) =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** A copy of our own that can run, for a `node_modules` that may only be read. */
async function runnableCopy(path: string): Promise<string> {
  const { uid } = userInfo();
  const folder = join(tmpdir(), `shark-ffmpeg-${uid}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const owner = (await lstat(folder)).uid;
  if (uid >= 0 && owner !== uid) throw new Error(`${folder} belongs to someone else`);
  const copy = join(folder, basename(path));
  if (await isRunnable(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  await copyFile(path, unfinished);
  await chmod(unfinished, 0o755);
  await rename(unfinished, copy);
  return copy;
}

/** npm runs no install scripts, so the run bit that the package would set has to be set here. */
async function runnable(path: string): Promise<string> {
  if (await isRunnable(path)) return path;
  try {
    await chmod(path, 0o755);
    return path;
  } catch {
    return runnableCopy(path);
  }
}

/** The pair of a 2018 build that came with `npm ci`, or null where npm has none for this system. */
export async function npmPair(): Promise<{ ffmpeg: string; ffprobe: string } | null> {
  const require = createRequire(import.meta.url);
  const system = `${process.platform}-${process.arch}`;
  const suffix = process.platform === 'win32' ? '.exe' : '';
  try {
    return {
      ffmpeg: await runnable(require.resolve(`@ffmpeg-installer/${system}/ffmpeg${suffix}`)),
      ffprobe: await runnable(require.resolve(`@ffprobe-installer/${system}/ffprobe${suffix}`)),
    };
  } catch {
    return null;
  }
}
