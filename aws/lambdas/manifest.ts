import * as hls from 'hls-parser';
import type { Rendition } from '../../shared/video.ts';
import { OutputRejected } from './rejected.ts';

/** What is wrong with a playlist is said once, by us. */
hls.setOptions({ silent: true });

/** A stream that a multivariant playlist names by its playlist. */
export type Stream = { file: string; kind: 'picture' | 'sound' | 'captions' };

/** What a multivariant playlist says. `renditions` are the picture qualities, highest first; sound alone has none. */
export type Master = {
  renditions: (Rendition & { file: string })[];
  streams: Stream[];
  /** Whether every variant comes with sound: in a playlist of its own, or named among its codecs. */
  hasSound: boolean;
};

/** What a media playlist says; `files` are its segments with what initialises them. */
export type MediaPlaylist = { lengthMs: number; files: string[] };

type Playlist = ReturnType<typeof hls.parse>;
type Variant = hls.types.Variant;

const unreadable = (file: string, cause?: unknown) =>
  new OutputRejected({ check: 'playlists', file }, 'output_rejected', cause);

/**
 * The name within the version's folder that a manifest there refers to: all of a version lies in one folder.
 * @throws OutputRejected when it refers to anywhere else
 */
export function fileOf(reference: string, from: string): string {
  if (/^[a-z][a-z0-9+.-]*:|^\/|(^|\/)\.\.(\/|$)/i.test(reference)) throw unreadable(from);
  try {
    return decodeURIComponent(reference);
  } catch (error) {
    throw unreadable(from, error);
  }
}

function parse(text: string, file: string): Playlist {
  try {
    return hls.parse(text);
  } catch (error) {
    throw unreadable(file, error);
  }
}

const soundCodecs = /(^|,)\s*(mp4a|ac-3|ec-3|opus|flac|alac)/i;
const carriesSound = ({ audio, codecs = '' }: Variant) =>
  audio.some(({ uri }) => uri !== undefined) || soundCodecs.test(codecs);

function streamsOf(variants: Variant[], from: string): Stream[] {
  const named = variants.flatMap(({ uri, resolution, audio, subtitles }) => [
    { uri, kind: resolution ? ('picture' as const) : ('sound' as const) },
    ...audio.map((one) => ({ uri: one.uri, kind: 'sound' as const })),
    ...subtitles.map((one) => ({ uri: one.uri, kind: 'captions' as const })),
  ]);
  const streams = named.flatMap(({ uri, kind }) => (uri ? [[fileOf(uri, from), kind] as const] : []));
  return [...new Map(streams)].map(([file, kind]) => ({ file, kind }));
}

/** @throws OutputRejected when it is no multivariant playlist */
export function parseMaster(text: string, file: string): Master {
  const playlist = parse(text, file);
  const variants = 'variants' in playlist ? playlist.variants.filter((one) => !one.isIFrameOnly) : [];
  if (variants.length === 0) throw unreadable(file);
  const renditions = variants.flatMap(({ uri, resolution, bandwidth, codecs, frameRate }) =>
    resolution
      ? [
          {
            ...{ file: fileOf(uri, file), width: resolution.width, height: resolution.height },
            ...{ bandwidthBps: bandwidth, codecs: codecs ?? '', frameRate: frameRate ?? null },
          },
        ]
      : [],
  );
  return {
    renditions: renditions.sort((one, other) => other.bandwidthBps - one.bandwidthBps),
    streams: streamsOf(variants, file),
    hasSound: variants.every(carriesSound),
  };
}

/** @throws OutputRejected when it is no media playlist, has no segment, or does not come to its end */
export function parseMedia(text: string, file: string): MediaPlaylist {
  const playlist = parse(text, file);
  if (!('segments' in playlist) || !playlist.endlist || playlist.segments.length === 0)
    throw unreadable(file);
  const files = new Set<string>();
  let lengthMs = 0;
  for (const { uri, duration, map } of playlist.segments) {
    if (!uri || !Number.isFinite(duration)) throw unreadable(file);
    if (map) files.add(fileOf(map.uri, file));
    files.add(fileOf(uri, file));
    lengthMs += duration * 1000;
  }
  return { lengthMs, files: [...files] };
}
