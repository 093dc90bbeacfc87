import { eachOf, type ReadBytes } from './bytes.ts';

/** `length` bytes from `at`. */
export type Range = { at: number; length: number };

/** Reads at a time: fewer than the connections that the SDK keeps. */
const most = 32;
/** What lies closer is read in one go, which is sooner done than another request. */
const gapBytes = 128 * 1024;

type Run = Range & { members: number[] };

/** Few reads that hold all ranges; `members` are the places of those in the list. */
function runsOf(ranges: readonly Range[]): Run[] {
  const runs: Run[] = [];
  const ordered = [...ranges.entries()].sort(([, one], [, other]) => one.at - other.at);
  for (const [index, { at, length }] of ordered) {
    const run = runs.at(-1);
    if (run && at - (run.at + run.length) < gapBytes) {
      run.length = Math.max(run.length, at + length - run.at);
      run.members.push(index);
    } else runs.push({ at, length, members: [index] });
  }
  return runs;
}

/** Reads many small ranges, in their order; what the file's end cuts off is shorter. */
export async function readRanges(read: ReadBytes, ranges: readonly Range[]): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = ranges.map(() => new Uint8Array());
  await eachOf(runsOf(ranges), most, async ({ at, length, members }) => {
    const bytes = await read(at, at + length);
    for (const index of members) {
      const range = ranges[index] ?? { at, length: 0 };
      parts[index] = bytes.slice(range.at - at, range.at - at + range.length);
    }
  });
  return parts;
}
