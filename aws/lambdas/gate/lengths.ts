import type { Expected, Range } from '../../../shared/catalog-item.ts';
import type { Rendition, Source } from '../../../shared/video.ts';
import type { MediaPlaylist, Stream } from '../manifest.ts';
import { type Flaw, OutputRejected } from '../rejected.ts';

export type Track = Stream & MediaPlaylist;

/** What the lengths of a job's output are held against; `saidMs` is what COMPLETE tells of its outputs. */
export type Against = {
  expected: Expected | undefined;
  source: Source | undefined;
  renditions: readonly Rendition[];
  saidMs: readonly number[];
};

/** How far lengths may differ, beside a frame. */
const share = 0.005;
/** A frame where the rate varies or nobody knows it. */
const unknownFrameMs = 100;
/**
 * Sound comes in frames of its own, with silence that the encoder puts in front and behind. The longest are those of AAC
 * at 8 kHz, 128 ms, as cameras record it.
 */
const soundFrameMs = 150;
/** When this much of what the source declares is in nothing that was made, it is not the job that lost it. */
const cutOffShare = 0.05;
const cutOffMs = 2000;

/** The longest frame of the source and of what was made of it, in ms. */
function frameMsOf({ source, renditions }: Against): number {
  const frameMs = (rate: number | null | undefined) => (rate ? 1000 / rate : 0);
  const own = frameMs(source?.frameRate) || unknownFrameMs;
  return Math.max(own, ...renditions.map((rendition) => frameMs(rendition.frameRate)));
}

const slackMs = (frameMs: number, lengthMs: number) => Math.max(frameMs, lengthMs * share);
const lengthsOf = (tracks: readonly Track[]) => tracks.map(({ lengthMs }) => lengthMs);

/** The first track that is too short or too long; a whole video much too short is the fault of its source. */
function outside(tracks: readonly Track[], range: Range | undefined, frameMs: number, whole: boolean) {
  if (!range) return null;
  const { leastMs, mostMs } = range;
  const short = tracks.find(({ lengthMs }) => lengthMs < leastMs - slackMs(frameMs, leastMs));
  const flaw = (file: string): Flaw => ({ check: 'duration', file });
  const lostMs = leastMs - Math.max(...lengthsOf(tracks));
  if (whole && short && lostMs > Math.min(cutOffMs, leastMs * cutOffShare))
    throw new OutputRejected(flaw(short.file), 'truncated');
  const wrong = short ?? tracks.find(({ lengthMs }) => lengthMs > mostMs + slackMs(frameMs, mostMs));
  return wrong ? flaw(wrong.file) : null;
}

/** Renditions show the same pictures, so they are as long as the longest of them. */
function uneven(pictures: readonly Track[], frameMs: number): Flaw | null {
  const longest = Math.max(...lengthsOf(pictures));
  const odd = pictures.find(({ lengthMs }) => longest - lengthMs > slackMs(frameMs, longest));
  return odd ? { check: 'duration', file: odd.file } : null;
}

/** Each is as long as some output of the job that COMPLETE tells of; nothing more joins the two. */
function untold(tracks: readonly Track[], saidMs: readonly number[], frameMs: number): Flaw | null {
  if (saidMs.length === 0) return null;
  const odd = tracks.find(({ lengthMs }) =>
    saidMs.every((said) => Math.abs(said - lengthMs) > slackMs(frameMs, said)),
  );
  return odd ? { check: 'duration', file: odd.file } : null;
}

/**
 * Holds the lengths of pictures and sound against one another, what the source declares and what the job told, within a
 * frame or half a per cent, whichever is more. Declared are ranges, because containers say it in more than one place.
 * Sound may end with the pictures, where it was cut to match them.
 * @throws OutputRejected `truncated` when all that was made is much shorter than declared
 */
export function checkLengths(tracks: readonly Track[], against: Against): Flaw | null {
  const { expected, saidMs } = against;
  const pictures = tracks.filter(({ kind }) => kind === 'picture');
  const sounds = tracks.filter(({ kind }) => kind === 'sound');
  const playing = [...pictures, ...sounds];
  const frameMs = frameMsOf(against);
  const heardMs = Math.max(frameMs, soundFrameMs);
  const alone = pictures.length === 0;
  const shortest = Math.min(...lengthsOf(pictures));
  const sound = expected?.sound && {
    ...expected.sound,
    leastMs: Math.min(expected.sound.leastMs, shortest),
  };
  const longest = playing.filter(({ lengthMs }) => lengthMs === Math.max(...lengthsOf(playing)));
  return (
    uneven(pictures, frameMs) ??
    outside(longest, expected?.whole, heardMs, true) ??
    outside(pictures, expected?.picture, frameMs, true) ??
    outside(sounds, sound, heardMs, alone) ??
    untold(pictures, saidMs, frameMs) ??
    untold(sounds, saidMs, heardMs)
  );
}
