import {
  ADTS,
  BlobSource,
  CanvasSink,
  FLAC,
  Input,
  type InputVideoTrack,
  MATROSKA,
  MP3,
  MP4,
  MPEG_TS,
  OGG,
  QTFF,
  WAVE,
  WEBM,
} from 'mediabunny';

/** What a file says of itself. Sizes in pixels, as shown; `frame` is its first picture where this browser can decode it. */
export type Media = {
  durationMs: number | null;
  picture: { width: number; height: number; codec: string | null } | null;
  hasSound: boolean;
  frame: HTMLCanvasElement | OffscreenCanvas | null;
};

/** Containers only: a playlist (HLS) is a list of other addresses and must never be followed. */
const formats = [MP4, QTFF, MATROSKA, WEBM, MPEG_TS, WAVE, OGG, MP3, FLAC, ADTS];

/** Twice as wide as it is shown, for screens that are dense. */
const frameWidth = 320;

async function firstFrame(track: InputVideoTrack): Promise<Media['frame']> {
  if (!(await track.canDecode())) return null;
  const sink = new CanvasSink(track, { width: frameWidth });
  const first = await sink.getCanvas(await track.getFirstTimestamp());
  return first?.canvas ?? null;
}

async function pictureOf(track: InputVideoTrack) {
  const [width, height, codec] = await Promise.all([
    track.getDisplayWidth(),
    track.getDisplayHeight(),
    track.getCodec(),
  ]);
  return { width, height, codec };
}

/**
 * Reads a file's header, and its first picture, from the disk; little of it, however large it is. Null for a container that
 * is not known here. Throws for a known one that cannot be read.
 */
export async function readMedia(file: Blob): Promise<Media | null> {
  const input = new Input({ formats, source: new BlobSource(file) });
  try {
    if (!(await input.canRead())) return null;
    const track = await input.getPrimaryVideoTrack();
    const [picture, sound, seconds] = await Promise.all([
      track && pictureOf(track),
      input.getPrimaryAudioTrack(),
      input.getDurationFromMetadata(),
    ]);
    const durationMs = seconds === null || !Number.isFinite(seconds) ? null : Math.round(seconds * 1000);
    // A codec that lies about being decodable is no reason to think less of the file.
    const frame = track ? await firstFrame(track).catch(() => null) : null;
    return { durationMs, picture, hasSound: sound !== null, frame };
  } finally {
    input.dispose();
  }
}
