import { languageTag } from '../../../shared/language.ts';
import { boxAt, boxesIn, readBox } from './boxes.ts';
import { asciiOf, type ReadBytes, textOf, viewOf } from './bytes.ts';
import { type Sample, samplesOf, timescaleOf } from './mp4-samples.ts';

/** A track of timed text (3GPP TS 26.245), or of QuickTime's. */
export type TextTrack = { language: string | null; name: string | null; samples: Sample[] };

/** The index of a film of a day is smaller. */
const maxIndexBytes = 64 * 1024 ** 2;

/** The content of `moov`, or null for another file, one without an index, or one too large to be true. */
async function readIndex(read: ReadBytes, sizeBytes: number): Promise<Uint8Array | null> {
  for (let at = 0; at + 8 <= sizeBytes; ) {
    const head = await read(at, Math.min(at + 16, sizeBytes));
    const { type, length, headerBytes } = readBox(head);
    if (at === 0 && type !== 'ftyp') return null;
    if (type === 'moov') return length > maxIndexBytes ? null : read(at + headerBytes, at + length);
    if (length < headerBytes) return null;
    at += length;
  }
  return null;
}

/** QuickTime's first codes of languages; what is higher is three letters ("Language Code Values" of its file format). */
const quickTime = ['en', 'fr', 'de', 'it', 'nl', 'sv', 'es', 'da', 'pt', 'no', 'he', 'ja'];
const quickTimeCodes = 0x400;

/** `elng` says it in BCP 47, else `mdhd` in three letters of five bits. */
function languageOf(track: Uint8Array): string | null {
  const extended = boxAt(track, 'mdia', 'elng');
  if (extended) return languageTag(textOf(extended.subarray(4)));
  const header = boxAt(track, 'mdia', 'mdhd');
  const at = header?.[0] === 1 ? 32 : 20;
  if (!header || header.length < at + 2) return null;
  const packed = viewOf(header).getUint16(at);
  if (packed < quickTimeCodes) return quickTime[packed] ?? null;
  const letters = [packed >> 10, packed >> 5, packed].map((letter) => 0x60 + (letter & 31));
  return languageTag(String.fromCharCode(...letters));
}

/** Tracks that others name as their chapters: QuickTime keeps them as text, too. */
function chaptersOf(tracks: Uint8Array[]): Set<number> {
  const named = tracks.flatMap((track) => boxAt(track, 'tref', 'chap') ?? []);
  return new Set(
    named.flatMap((list) =>
      Array.from({ length: Math.floor(list.length / 4) }, (_, index) => viewOf(list).getUint32(4 * index)),
    ),
  );
}

/** The name of a track's first sample entry. */
function entryOf(track: Uint8Array): string {
  const entry = boxAt(track, 'mdia', 'minf', 'stbl', 'stsd')?.subarray(12, 16);
  return entry ? asciiOf(entry) : '';
}

const tracksIn = (index: Uint8Array) =>
  boxesIn(index).flatMap(({ type, data }) => (type === 'trak' ? [data] : []));

/** `tx3g`, or QuickTime's own `text`, in which text lies alike. */
const isText = (track: Uint8Array) => ['tx3g', 'text'].includes(entryOf(track));

/** The sample entries of encrypted tracks (ISO/IEC 14496-12, 8.12). */
const encryptedEntries = ['encv', 'enca'];

/** Whether a track of an MP4 or MOV file is encrypted; false for another file. */
export async function hasEncryptedTrack(read: ReadBytes, sizeBytes: number): Promise<boolean> {
  const index = await readIndex(read, sizeBytes);
  return index !== null && tracksIn(index).some((track) => encryptedEntries.includes(entryOf(track)));
}

function idOf(track: Uint8Array): number | null {
  const header = boxAt(track, 'tkhd');
  return header && header.length >= 24 ? viewOf(header).getUint32(header[0] === 1 ? 20 : 12) : null;
}

/** The text tracks of an MP4 or MOV file, chapters left out; empty for another file, and for a film in fragments. */
export async function readTextTracks(read: ReadBytes, sizeBytes: number): Promise<TextTrack[]> {
  const index = await readIndex(read, sizeBytes);
  if (!index) return [];
  const movieTimescale = timescaleOf(boxAt(index, 'mvhd'));
  const tracks = tracksIn(index);
  const chapters = chaptersOf(tracks);
  return tracks
    .filter((track) => isText(track) && !chapters.has(idOf(track) ?? 0))
    .map((track) => ({
      language: languageOf(track),
      name: textOf(boxAt(track, 'udta', 'name') ?? new Uint8Array()) || null,
      samples: samplesOf(track, movieTimescale),
    }));
}
