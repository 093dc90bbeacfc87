import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFfmpeg } from '../aws/local/ffmpeg/find-ffmpeg.ts';

export type Movie = { path: string; sizeBytes: number; remove(): Promise<void> };

/** 16 s of moving, noisy 720p with a tone: noise makes it large enough for more than one part of an upload. */
export async function makeMovie(): Promise<Movie> {
  const { ffmpeg } = await findFfmpeg();
  const folder = await mkdtemp(join(tmpdir(), 'shark-movie-'));
  const path = join(folder, 'Deep blue sea.mp4');
  const picture = 'testsrc2=size=1280x720:rate=24:duration=16,noise=alls=40:allf=t,format=yuv420p';
  // biome-ignore format: a command line reads best as one
  await promisify(execFile)(ffmpeg, [
    '-y', '-loglevel', 'error', '-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', 'sine=frequency=330:duration=16',
    '-c:v', 'libx264', '-preset', 'ultrafast', '-b:v', '6M', '-maxrate', '6M', '-bufsize', '6M', '-c:a', 'aac', '-shortest', path,
  ]);
  return {
    path,
    sizeBytes: (await stat(path)).size,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
