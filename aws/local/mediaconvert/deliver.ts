import { readdir, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { ObjectStore } from '../ports.ts';
import { workName } from './command.ts';
import { dashManifest } from './dash.ts';
import type { Made } from './made.ts';
import type { Names } from './names.ts';
import type { Plan } from './plan.ts';
import { captionPlaylist, masterPlaylist, trackPlaylist } from './playlists.ts';
import type { Track } from './track.ts';
import type { Place, Wanted } from './wanted.ts';

/** A finished file: where it lies, where it goes. */
export type OutputFile = { place: Place; path: string };

const contentTypes: Record<string, string> = {
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.mpd': 'application/dash+xml',
  '.m4s': 'video/iso.segment',
  '.mp4': 'video/mp4',
  '.ts': 'video/mp2t',
  '.vtt': 'text/vtt',
  '.jpg': 'image/jpeg',
};

const placeOf = ({ destination }: Wanted, { folder }: Names, name: string): Place => ({
  bucket: destination.bucket,
  key: `${folder}${name}`,
});

/** The order in which files appear: what refers to others comes after them. */
const manifestRank = (name: string, names: Names) =>
  name === names.master ? 3 : name === names.dash ? 2 : name.endsWith('.m3u8') ? 1 : 0;

function trackFiles(
  track: Track,
  named: { modifier: string; segmentModifier: string },
  names: Names,
): { name: string; file: string }[] {
  const segments = track.segments.map(({ file }, index) => ({ name: names.segment(named, index), file }));
  return track.init ? [{ name: names.init(named), file: track.init }, ...segments] : segments;
}

function written(wanted: Wanted, made: Made, names: Names): { name: string; text: string }[] {
  const { videos, audios, captions } = made;
  const tracks = [
    ...videos.map(({ rendition, track }) => ({ named: rendition, track })),
    ...audios.map(({ wanted: named, track }) => ({ named, track })),
  ];
  return [
    ...captions.flatMap((caption) => [
      ...caption.segments.map(({ text }, index) => ({
        name: names.captionSegment(caption.wanted, index),
        text,
      })),
      { name: names.captions(caption.wanted), text: caption.whole },
    ]),
    ...(wanted.hls
      ? [
          ...tracks.map(({ track, named }) => ({
            name: names.playlist(named),
            text: trackPlaylist(track, named, names),
          })),
          ...captions.map((caption) => ({
            name: names.playlist(caption.wanted),
            text: captionPlaylist(caption, names),
          })),
          { name: names.master, text: masterPlaylist(made, names) },
        ]
      : []),
    ...(wanted.dash ? [{ name: names.dash, text: dashManifest(made, names) }] : []),
  ];
}

/** Everything a job's stream group delivers, manifests written into the work folder; manifests last. */
export async function streamFiles(
  wanted: Wanted,
  made: Made,
  names: Names,
  folder: string,
): Promise<OutputFile[]> {
  const tracks = [
    ...made.videos.flatMap(({ track, rendition }) => trackFiles(track, rendition, names)),
    ...made.audios.flatMap(({ track, wanted: audio }) => trackFiles(track, audio, names)),
  ];
  const texts = await Promise.all(
    written(wanted, made, names).map(async ({ name, text }, index) => {
      const file = `text_${index}`;
      await writeFile(join(folder, file), text);
      return { name, file };
    }),
  );
  return [...tracks, ...texts]
    .sort((a, b) => manifestRank(a.name, names) - manifestRank(b.name, names))
    .map(({ name, file }) => ({ place: placeOf(wanted, names, name), path: join(folder, file) }));
}

/** Captured frames in order, as `<destination><modifier>.0000000.jpg`. */
export async function frameFiles(wanted: Wanted, folder: string): Promise<OutputFile[]> {
  const { frames } = wanted;
  if (!frames) return [];
  const images = (await readdir(folder)).filter((name) => /^f_\.\d+\.jpg$/.test(name)).sort();
  return images.map((name) => ({
    place: {
      bucket: frames.destination.bucket,
      key: `${frames.destination.key}${frames.modifier}.${name.slice('f_.'.length)}`,
    },
    path: join(folder, name),
  }));
}

/** What is finished while a job still runs: captured frames, and all segments of a stream but its last one. */
export async function finishedFiles(
  wanted: Wanted,
  { renditions, audios }: Plan,
  names: Names,
  folder: string,
): Promise<OutputFile[]> {
  const all = await readdir(folder);
  const streams = [
    ...renditions.map((named, index) => ({ named, name: workName.rendition(index) })),
    ...audios.map(({ wanted: named }, index) => ({ named, name: workName.audio(index) })),
  ];
  const segments = streams.flatMap(({ named, name }) =>
    all
      .filter((file) => file.startsWith(`${name}_0`))
      .sort()
      .slice(0, -1)
      .map((file, index) => ({
        place: placeOf(wanted, names, names.segment(named, index)),
        path: join(folder, file),
      })),
  );
  return [...(await frameFiles(wanted, folder)).slice(0, -1), ...segments];
}

export type DeliverOptions = {
  signal?: AbortSignal;
  /** Hears the share done, 0..100. */
  onMoved?(percent: number): void;
};

/** Moves files into the store, one after the other. */
export async function deliver(
  files: OutputFile[],
  store: ObjectStore,
  { signal, onMoved }: DeliverOptions = {},
): Promise<void> {
  for (const [index, { place, path }] of files.entries()) {
    signal?.throwIfAborted();
    const contentType = contentTypes[posix.extname(place.key)] ?? 'application/octet-stream';
    await store.putFile(place.bucket, place.key, path, { contentType });
    onMoved?.((100 * (index + 1)) / files.length);
  }
}
