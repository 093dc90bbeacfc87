import type { ProbeResult } from '@aws-sdk/client-mediaconvert';
import {
  EncodedPacketSink,
  FLAC,
  type InputTrack,
  type InputVideoTrack,
  MATROSKA,
  type Input as MediaInput,
  MP4,
  QTFF,
  WAVE,
  WEBM,
} from 'mediabunny';
import type { Expected, Range } from '../../shared/catalog-item.ts';

/** What somebody says of how long a source is, in ms: of the whole and of its tracks. */
export type Lengths = { wholeMs: number | null; pictureMs: number[]; soundMs: number[] };

const ms = (seconds: number | null | undefined) =>
  seconds && Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds * 1000) : null;

const present = (length: number | null) => length !== null;

/** Containers that write their length down; of the others it is reckoned from what is there, and nothing can be missing. */
const declaring = [MP4, QTFF, MATROSKA, WEBM, WAVE, FLAC];
/** Of these, those that have only one for all tracks. */
const undivided = [MATROSKA, WEBM];

/** Half a millisecond, in seconds: no picture lasts as little. */
const moment = 0.0005;

/** From this length on (s), half a per cent is more than the pictures that a cut leaves behind. */
const longFrom = 120;

/**
 * How long the pictures are said to last. Of a film that was cut without encoding it anew the last ones may be missing,
 * those that were to be shown before one beyond the cut. So where the last one has more time than the one before it, also
 * how long they last if it takes no more than that.
 */
async function pictureLengths(track: InputVideoTrack): Promise<(number | null)[]> {
  const seconds = (await track.getDurationFromMetadata()) ?? 0;
  if (seconds <= 0 || seconds >= longFrom) return [ms(seconds)];
  const sink = new EncodedPacketSink(track);
  const shownAt = (time: number) => sink.getPacket(time, { metadataOnly: true });
  const last = await shownAt(seconds - moment);
  const before = last && (await shownAt(last.timestamp - moment));
  const isHeld = before && last.duration > before.duration + moment;
  return [ms(seconds), isHeld ? ms(last.timestamp + before.duration) : null];
}

/** What a container's header declares; null for one that declares nothing. */
export async function declaredLengths(input: MediaInput): Promise<Lengths | null> {
  const format = await input.getFormat();
  if (!declaring.includes(format)) return null;
  const of = async (track: InputTrack) => ms(await track.getDurationFromMetadata());
  const wholeMs = ms(await input.getDurationFromMetadata());
  if (undivided.includes(format)) return { wholeMs, pictureMs: [], soundMs: [] };
  const video = await input.getPrimaryVideoTrack();
  const pictures = video ? await pictureLengths(video) : [];
  const sounds = await Promise.all((await input.getAudioTracks()).map(of));
  return { wholeMs, pictureMs: pictures.filter(present), soundMs: sounds.filter(present) };
}

/** What MediaConvert's Probe tells. */
export function seenLengths(result: ProbeResult | null): Lengths {
  const tracks = result?.Container?.Tracks ?? [];
  const of = (type: string) => tracks.flatMap((one) => (one.TrackType === type ? [ms(one.Duration)] : []));
  return {
    wholeMs: ms(result?.Container?.Duration),
    pictureMs: of('video').slice(0, 1).filter(present),
    soundMs: of('audio').filter(present),
  };
}

/** One track may go on after another; where only the whole is known, the longest track may be cut to the other by so much. */
const tail = 0.05;

const rangeOf = (all: number[], cut = 0): Range | undefined =>
  all.length > 0
    ? { leastMs: Math.floor(Math.min(...all) * (1 - cut)), mostMs: Math.max(...all) }
    : undefined;

/**
 * Between what lengths the output of a source may lie, by everything that is said of it: the header's words stand beside
 * the service's, because one of them knows of edits and late starts what the other does not. `kinds` is what will be
 * made. Picture and sound are held against their own lengths; where nobody tells these apart, the longer against the whole.
 */
export function expectedOf(
  said: readonly Lengths[],
  kinds: { hasPicture: boolean; hasAudio: boolean },
): Expected {
  const { hasPicture, hasAudio } = kinds;
  const whole = said.map(({ wholeMs }) => wholeMs).filter(present);
  const pictures = said.flatMap(({ pictureMs }) => pictureMs);
  const sounds = said.flatMap(({ soundMs }) => soundMs);
  if (hasPicture && hasAudio && pictures.length === 0) {
    const range = rangeOf(whole, tail);
    return { hasAudio, ...(range && { whole: range }) };
  }
  const picture = hasPicture ? rangeOf([...pictures, ...whole]) : undefined;
  const heard = hasAudio && (sounds.length > 0 || !hasPicture);
  const sound = heard ? rangeOf([...sounds, ...whole]) : undefined;
  return { hasAudio, ...(picture && { picture }), ...(sound && { sound }) };
}
