import type { ReadBytes } from '../container/bytes.ts';
import { readTextTracks } from '../container/mp4.ts';
import { readRanges } from '../container/ranges.ts';
import { type CaptionTrack, cuesOf } from './track.ts';

/** The length of a sample that says nothing. */
const emptyBytes = 2;

/** The text tracks of an MP4 or MOV file; their samples lie side by side, so all are read together. */
export async function mp4Captions(read: ReadBytes, sizeBytes: number): Promise<CaptionTrack[]> {
  const tracks = await readTextTracks(read, sizeBytes);
  const samples = tracks.flatMap((track) =>
    track.samples.flatMap((sample) => (sample.length > emptyBytes ? [{ ...sample, track }] : [])),
  );
  const contents = await readRanges(read, samples);
  const blocks = samples.map((sample, index) => ({
    ...sample,
    content: contents[index] ?? new Uint8Array(),
  }));
  return tracks.map((track) => ({
    language: track.language,
    name: track.name,
    isForced: false,
    cues: cuesOf(
      'tx3g',
      blocks.filter((block) => block.track === track),
    ),
  }));
}
