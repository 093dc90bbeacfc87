import { type InputFormat, type Input as MediaInput, MPEG_TS, OGG } from 'mediabunny';
import type { AudioTrack, PictureTrack } from '../../shared/probe.ts';
import { isCutOff } from './container/boxes.ts';
import { inPieces, type ReadBytes } from './container/bytes.ts';
import { readMatroska } from './container/matroska.ts';
import { hasEncryptedTrack } from './container/mp4.ts';
import { declaredLengths, type Lengths } from './expected.ts';
import { openMedia } from './media-input.ts';
import { SourceFailure } from './source.ts';
import { pictureOf, soundOf } from './tracks.ts';

/** What a container says of itself. */
export type Header = {
  durationMs: number | null;
  /** Null for a container that writes no length down. */
  lengths: Lengths | null;
  picture: PictureTrack | null;
  audio: AudioTrack[];
  /** False where tracks in a coding that is not known here are left out. */
  listsAll: boolean;
};

/** Containers of which only tracks in a coding known here are listed: no MPEG-2 in the one, no Theora in the other. */
const selective: InputFormat[] = [MPEG_TS, OGG];

/** Of a Matroska file what is before its content. */
const headBytes = 64 * 1024;

/** Whether bytes are plain text; no container of picture or sound is. */
const isText = (bytes: Uint8Array) =>
  bytes.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);

async function headerOf(input: MediaInput): Promise<Header> {
  const video = await input.getPrimaryVideoTrack();
  const audio = await input.getAudioTracks();
  const seconds = await input.getDurationFromMetadata();
  return {
    durationMs: seconds === null || !Number.isFinite(seconds) ? null : Math.round(seconds * 1000),
    lengths: await declaredLengths(input),
    picture: video && (await pictureOf(video)),
    audio: await Promise.all(audio.map(soundOf)),
    listsAll: !selective.includes(await input.getFormat()),
  };
}

/**
 * Reads a container's header by ranged reads: MediaConvert's Probe is not relied on for rotation and pixel shape.
 * Null for a container that is not known here (AVI, FLV, MXF …): then Probe alone has to tell.
 * @throws SourceFailure for text, for a file that lost its end or is encrypted, and for a known container that cannot
 * be read
 */
export async function readHeader(read: ReadBytes, sizeBytes: number): Promise<Header | null> {
  if (sizeBytes === 0) throw new SourceFailure('empty_file');
  if (isText(await read(0, Math.min(512, sizeBytes)))) throw new SourceFailure('not_media');
  if (await isCutOff(read, sizeBytes)) throw new SourceFailure('truncated');
  const matroska = await readMatroska(inPieces(read, headBytes), sizeBytes);
  if (matroska?.tracks.some((track) => track.isEncrypted)) throw new SourceFailure('encrypted');
  if (await hasEncryptedTrack(read, sizeBytes)) throw new SourceFailure('encrypted');
  return openMedia(read, sizeBytes, headerOf);
}
