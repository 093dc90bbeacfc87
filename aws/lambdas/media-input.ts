import {
  ADTS,
  CustomSource,
  FLAC,
  MATROSKA,
  Input as MediaInput,
  MP3,
  MP4,
  MPEG_TS,
  OGG,
  QTFF,
  WAVE,
  WEBM,
} from 'mediabunny';
import type { ReadBytes } from './container/bytes.ts';
import { SourceFailure } from './source.ts';

/** Containers only: a playlist (HLS) is a list of other addresses and must never be followed. */
const formats = [MP4, QTFF, MATROSKA, WEBM, MPEG_TS, WAVE, OGG, MP3, FLAC, ADTS];

/**
 * Opens a file by ranged reads for as long as `work` takes; null for a container that is not known here.
 * @throws SourceFailure for a known container that cannot be read; whatever `read` throws
 */
export async function openMedia<T>(
  read: ReadBytes,
  sizeBytes: number,
  work: (input: MediaInput) => Promise<T>,
): Promise<T | null> {
  let readError: unknown;
  const source = new CustomSource({
    getSize: () => sizeBytes,
    read: (start, end) =>
      read(start, end).catch((error: unknown) => {
        readError = error;
        throw error;
      }),
    prefetchProfile: 'network',
    handleUnhandledError: () => {},
  });
  const input = new MediaInput({ formats, source });
  try {
    return (await input.canRead()) ? await work(input) : null;
  } catch (error) {
    if (error instanceof SourceFailure) throw error;
    throw readError ?? new SourceFailure('unreadable_source', error);
  } finally {
    input.dispose();
  }
}
