import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFfmpeg } from '../../ffmpeg/find-ffmpeg.ts';
import { runFfmpeg, runTool } from '../../ffmpeg/run.ts';

const timeoutMs = 30_000;
const quick = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '50', '-c:a', 'aac', '-b:a', '64k'];

export const picture = (size: string, rate: string, seconds: number) => [
  ...['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${rate}:d=${seconds}`],
];
export const sound = (seconds: number) => ['-f', 'lavfi', '-i', `sine=f=440:d=${seconds}`];

/** A folder of media made by ffmpeg as tests ask for it. */
export async function createMedia() {
  const folder = await mkdtemp(join(tmpdir(), 'shark-media-'));
  const { ffmpeg, ffprobe } = await findFfmpeg();
  const run = (args: string[]) => runFfmpeg(ffmpeg, args, { timeoutMs });
  return {
    folder,
    path: (name: string) => join(folder, name),
    /** Runs ffmpeg with `args` and the usual fast encoders before `name`. */
    async make(name: string, args: string[]): Promise<string> {
      await run([...args, ...quick, join(folder, name)]);
      return join(folder, name);
    },
    /** Runs ffmpeg with exactly `args`, and `name` at the end. */
    async copy(name: string, args: string[]): Promise<string> {
      await run([...args, join(folder, name)]);
      return join(folder, name);
    },
    /** Values of ffprobe's `-show_entries`, a line each. */
    async probe(path: string, entries: string, more: string[] = []): Promise<string[]> {
      const args = ['-v', 'error', ...more, '-show_entries', entries, '-of', 'csv=p=0', path];
      const output = await runTool(ffprobe, args, { timeoutMs });
      return output
        .split('\n')
        .map((line) => line.replace(/,+$/, '').trim())
        .filter(Boolean);
    },
    /** Decodes all of it; fails when it cannot. */
    async decode(path: string): Promise<void> {
      await run(['-v', 'error', '-allowed_extensions', 'ALL', '-i', path, '-f', 'null', '-']);
    },
    /** What ffmpeg says when it runs a sound through a filter. */
    async log(input: string[], filter: string): Promise<string> {
      const lines: string[] = [];
      const onLog = (line: string) => void lines.push(line);
      await runFfmpeg(ffmpeg, [...input, '-af', filter, '-f', 'null', '-'], { timeoutMs, onLog });
      return lines.join('\n');
    },
    clean: () => rm(folder, { recursive: true, force: true }),
  };
}
export type Media = Awaited<ReturnType<typeof createMedia>>;
