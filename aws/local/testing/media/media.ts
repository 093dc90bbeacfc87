import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFfmpeg } from '../../ffmpeg/find-ffmpeg.ts';
import { runFfmpeg, runTool } from '../../ffmpeg/run.ts';

const timeoutMs = 30_000;
const quick = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '50', '-c:a', 'aac', '-b:a', '64k'];

export const picture = (size: string, rate: string, seconds: number) => [
  ...['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${rate}:d=${seconds}`],
];
export const sound = (seconds: number, hertz = 440) => ['-f', 'lavfi', '-i', `sine=f=${hertz}:d=${seconds}`];

/** Playlists name segments by endings that ffmpeg does not follow by itself. */
const inputOf = (path: string) => [
  ...(path.endsWith('.m3u8') ? ['-allowed_extensions', 'ALL'] : []),
  '-i',
  path,
];

/** A folder of media made by ffmpeg as tests ask for it. */
export async function createMedia() {
  const folder = await mkdtemp(join(tmpdir(), 'shark-media-'));
  const { ffmpeg, ffprobe } = await findFfmpeg();
  const run = (args: string[]) => runFfmpeg(ffmpeg, args, { timeoutMs });
  /** What ffmpeg says when it runs a sound, or pictures, through a filter. */
  const log = async (path: string, filter: string, option: '-af' | '-vf' = '-af') => {
    const lines: string[] = [];
    const onLog = (line: string) => void lines.push(line);
    await runFfmpeg(ffmpeg, [...inputOf(path), option, filter, '-f', 'null', '-'], { timeoutMs, onLog });
    return lines.join('\n');
  };
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
      await run(['-v', 'error', ...inputOf(path), '-f', 'null', '-']);
    },
    log,
    /** How loud a tone is in a channel (from 0) of a sound, in decibels below full scale: -91 is silence. */
    async loudness(path: string, channel: number, hertz: number): Promise<number> {
      const filter = `pan=mono|c0=c${channel},bandpass=f=${hertz}:width_type=h:w=40,volumedetect`;
      const said = await log(path, filter);
      return Number(/mean_volume: (-?[\d.]+) dB/.exec(said)?.[1]);
    },
    /** The colours of a moment: `columns` by one samples, three bytes each, of the picture's upper half. */
    async colours(path: string, seconds: number, columns: number): Promise<number[][]> {
      const raw = join(folder, 'colours.raw');
      const filter = `format=rgb24,crop=iw:ih/4:0:ih/4,scale=${columns}:1:flags=area`;
      await run([
        ...[...inputOf(path), '-ss', String(seconds), '-frames:v', '1'],
        ...['-vf', filter, '-pix_fmt', 'rgb24', '-f', 'rawvideo', raw],
      ]);
      const bytes = await readFile(raw);
      return Array.from({ length: columns }, (_, at) => [...bytes.subarray(3 * at, 3 * at + 3)]);
    },
    clean: () => rm(folder, { recursive: true, force: true }),
  };
}
export type Media = Awaited<ReturnType<typeof createMedia>>;
