import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFfmpeg } from '../aws/local/ffmpeg/find-ffmpeg.ts';

/** What is in a movie: its length, a moving picture of a size or none, and a tone for each language. */
export type Shape = { name: string; seconds: number; size: string | null; languages: string[] };

const seconds = ({ seconds }: Shape) => `duration=${seconds}`;

/** ffmpeg's arguments; the file is `<name>.mp4`. */
function argumentsFor(shape: Shape, folder: string): string[] {
  const { size, languages, name } = shape;
  const picture = size
    ? ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=24:${seconds(shape)},format=yuv420p`]
    : [];
  const sounds = languages.flatMap((_, index) => [
    '-f',
    'lavfi',
    '-i',
    `sine=frequency=${220 * (index + 1)}:${seconds(shape)}`,
  ]);
  const inputs = languages.length + (size ? 1 : 0);
  return [
    ...['-y', '-loglevel', 'error', ...picture, ...sounds],
    ...Array.from({ length: inputs }, (_, index) => ['-map', `${index}`]).flat(),
    ...languages.flatMap((language, index) => [`-metadata:s:a:${index}`, `language=${language}`]),
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', join(folder, `${name}.mp4`)],
  ];
}

/** Makes movies that are encoded in a moment; gives the path of each by its name. */
export async function makeSmallMovies(shapes: Shape[]) {
  const { ffmpeg } = await findFfmpeg();
  const folder = await mkdtemp(join(tmpdir(), 'shark-movies-'));
  for (const shape of shapes) await promisify(execFile)(ffmpeg, argumentsFor(shape, folder));
  return {
    pathOf: (name: string) => join(folder, `${name}.mp4`),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
