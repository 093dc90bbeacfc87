import { runTool } from './run.ts';

/** What a pair of programs is and can do. */
export type Tools = {
  ffmpeg: string;
  ffprobe: string;
  /** As `-version` prints it: `5.1.9-0+deb12u1`, or `N-47683-…` for a build between releases. */
  version: string;
  /** Where they were found. */
  origin: 'environment' | 'path' | 'npm';
};

const oldestMajor = 5;
const timeoutMs = 15_000;

/** What has to be in a list that ffmpeg prints, and how its lines look. */
const needs: { option: string; names: string[] }[] = [
  { option: '-encoders', names: ['libx264', 'aac', 'mjpeg'] },
  { option: '-muxers', names: ['hls', 'mp4', 'mpegts', 'image2'] },
];

const versionOf = (output: string) => /^ff\w+ version (\S+)/m.exec(output)?.[1] ?? 'unknown';

/** The major release, or null for a build between releases (`N-…`, `git-…`). */
export const majorOf = (version: string): number | null => {
  const major = /^n?(\d+)(?:\.|$)/.exec(version)?.[1];
  return major === undefined ? null : Number(major);
};

async function missingIn(ffmpeg: string): Promise<string[]> {
  const missing: string[] = [];
  for (const { option, names } of needs) {
    const list = await runTool(ffmpeg, ['-hide_banner', option], { timeoutMs });
    const listed = new Set(list.split('\n').flatMap((line) => line.trim().split(/\s+/)[1]?.split(',') ?? []));
    missing.push(...names.filter((name) => !listed.has(name)));
  }
  return missing;
}

/**
 * Tries a pair: gives its version, or why it does not do. `anyVersion` leaves out the question of age.
 */
export async function selfTest(
  pair: { ffmpeg: string; ffprobe: string },
  { anyVersion = false } = {},
): Promise<{ version: string } | { reason: string }> {
  try {
    const version = versionOf(await runTool(pair.ffmpeg, ['-version'], { timeoutMs }));
    await runTool(pair.ffprobe, ['-version'], { timeoutMs });
    const major = majorOf(version);
    if (!anyVersion && major !== null && major < oldestMajor)
      return { reason: `version ${version} is older than ${oldestMajor}` };
    const missing = await missingIn(pair.ffmpeg);
    return missing.length > 0 ? { reason: `it was built without ${missing.join(', ')}` } : { version };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
