import { eachOf, type ReadBytes } from '../container/bytes.ts';
import { readTextTracks } from '../container/mp4.ts';
import type { Sample } from '../container/mp4-samples.ts';
import { type Block, type CaptionTrack, cuesOf } from './track.ts';

/** Reads at a time. */
const most = 16;
/** Samples closer than this are read in one go. */
const gapBytes = 32 * 1024;
/** The length of a sample that says nothing. */
const emptyBytes = 2;

/** Samples in the order in which they lie, in runs that are worth one read each. */
function runsOf(samples: Sample[]): Sample[][] {
  const runs: Sample[][] = [];
  for (const sample of samples.toSorted((one, other) => one.at - other.at)) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last && sample.at - (last.at + last.length) < gapBytes) run.push(sample);
    else runs.push([sample]);
  }
  return runs;
}

async function readRun(read: ReadBytes, run: Sample[]): Promise<Block[]> {
  const from = run[0]?.at ?? 0;
  const bytes = await read(from, Math.max(...run.map(({ at, length }) => at + length)));
  return run.map(({ at, length, startMs, endMs }) => ({
    startMs,
    endMs,
    content: bytes.subarray(at - from, at - from + length),
  }));
}

/** The tracks of timed text of an MP4 or MOV file. */
export async function mp4Captions(read: ReadBytes, sizeBytes: number): Promise<CaptionTrack[]> {
  const tracks: CaptionTrack[] = [];
  for (const { language, name, samples } of await readTextTracks(read, sizeBytes)) {
    const said = samples.filter(({ length }) => length > emptyBytes);
    const blocks = await eachOf(runsOf(said), most, (run) => readRun(read, run));
    tracks.push({ language, name, isForced: false, cues: cuesOf('tx3g', blocks.flat()) });
  }
  return tracks;
}
