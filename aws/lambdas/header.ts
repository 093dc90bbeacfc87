import { runApart } from './apart.ts';
import { isCutOff } from './container/boxes.ts';
import { inPieces, type ReadBytes } from './container/bytes.ts';
import { type Matroska, readMatroska, trackTypes } from './container/matroska.ts';
import { hasEncryptedTrack } from './container/mp4.ts';
import type { Header, ReadMedia } from './media-tasks.ts';
import { SourceFailure } from './source-failure.ts';

/** Of a Matroska file what is before its content. */
const headBytes = 64 * 1024;

/** Whether bytes are plain text; no container of picture or sound is. */
const isText = (bytes: Uint8Array) =>
  bytes.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);

/** Matroska tells one length for all tracks; subtitles may outlast what plays. */
const outlasts = (matroska: Matroska | null) =>
  matroska?.tracks.some(({ type }) => type === trackTypes.subtitle) === true;

/**
 * Reads a container's header by ranged reads: MediaConvert's Probe is not relied on for rotation and pixel shape.
 * Null for a container that is not known here (AVI, FLV, MXF …): then Probe alone has to tell.
 * @throws SourceFailure for text, for a file that lost its end or is encrypted, and for a known container that cannot
 * be read
 */
export async function readHeader(
  read: ReadBytes,
  sizeBytes: number,
  readMedia: ReadMedia = runApart,
): Promise<Header | null> {
  if (sizeBytes === 0) throw new SourceFailure('empty_file');
  if (isText(await read(0, Math.min(512, sizeBytes)))) throw new SourceFailure('not_media');
  if (await isCutOff(read, sizeBytes)) throw new SourceFailure('truncated');
  const matroska = await readMatroska(inPieces(read, headBytes), sizeBytes);
  if (matroska?.tracks.some((track) => track.isEncrypted)) throw new SourceFailure('encrypted');
  if (matroska?.tracks.length === 0 && matroska.firstCluster === null)
    throw new SourceFailure('unreadable_source');
  if (await hasEncryptedTrack(read, sizeBytes)) throw new SourceFailure('encrypted');
  const header = await readMedia('header', read, sizeBytes);
  return header && outlasts(matroska) ? { ...header, lengths: null } : header;
}
