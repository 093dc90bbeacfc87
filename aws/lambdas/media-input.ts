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

/** Containers only: a playlist (HLS) is a list of other addresses and must never be followed. */
const formats = [MP4, QTFF, MATROSKA, WEBM, MPEG_TS, WAVE, OGG, MP3, FLAC, ADTS];

/** Opens a file by ranged reads for as long as `work` takes; null for a container that is not known here. */
export async function openMedia<T>(
  read: ReadBytes,
  sizeBytes: number,
  work: (input: MediaInput) => Promise<T>,
): Promise<T | null> {
  const source = new CustomSource({
    getSize: () => sizeBytes,
    read,
    prefetchProfile: 'network',
    handleUnhandledError: () => {},
  });
  const input = new MediaInput({ formats, source });
  try {
    return (await input.canRead()) ? await work(input) : null;
  } finally {
    input.dispose();
  }
}
