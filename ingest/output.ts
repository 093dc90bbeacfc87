import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import HLS from 'hls-parser';
import { filesOfDash } from '../aws/lambdas/gate/dash.ts';
import type { VideoItem } from '../shared/catalog-item.ts';
import { versionPrefix } from '../shared/paths.ts';

async function download(s3: S3Client, Bucket: string, Key: string, path: string) {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, (await Body?.transformToByteArray()) ?? '');
}

/** One media playlist and the files it names, its initialization segment first. */
async function readPlaylist(folder: string, name: string) {
  const playlist = HLS.parse(await readFile(join(folder, name), 'utf8'));
  if (playlist.isMasterPlaylist) throw new Error(`${name} is a master playlist`);
  const { segments } = playlist;
  const inits = new Set(segments.flatMap(({ map }) => (map ? [map.uri] : [])));
  return {
    name,
    path: join(folder, name),
    seconds: segments.reduce((sum, { duration }) => sum + duration, 0),
    files: [...inits, ...segments.map(({ uri }) => uri)],
  };
}

/** Files that are not there or empty. */
async function absent(folder: string, names: Iterable<string>): Promise<string[]> {
  const sizes = await Promise.all(
    [...names].map(async (name) => {
      const found = await stat(join(folder, name)).catch(() => null);
      return found?.size ? [] : [name];
    }),
  );
  return sizes.flat();
}

/** Brings a ready video's folder to this machine and reads its manifests as a player would. */
export async function downloadOutput(s3: S3Client, Bucket: string, video: VideoItem, folder: string) {
  const { current } = video;
  if (!current) throw new Error(`${video.title} is not ready: ${JSON.stringify(video.next)}`);
  const { videoId, org } = video;
  const Prefix = versionPrefix({ org, videoId, version: current.version });
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
  const names = Contents.map(({ Key = '' }) => Key.slice(Prefix.length));
  for (const name of names) await download(s3, Bucket, Prefix + name, join(folder, name));

  const text = await readFile(join(folder, 'index.m3u8'), 'utf8');
  const master = HLS.parse(text);
  if (!master.isMasterPlaylist) throw new Error('index.m3u8 is no master playlist');
  const { variants } = master;
  const sounds = [...new Map(variants.flatMap(({ audio }) => audio).map((one) => [one.uri, one])).values()];
  const pictures = await Promise.all(variants.map(({ uri }) => readPlaylist(folder, uri)));
  const voices = await Promise.all(sounds.map(({ uri = '' }) => readPlaylist(folder, uri)));
  const inHls = [...pictures, ...voices].flatMap(({ files }) => files);
  const inDash = filesOfDash(await readFile(join(folder, 'index.mpd'), 'utf8'), 'index.mpd');
  return {
    made: current.made,
    names,
    text,
    variants,
    sounds,
    /** A playlist for each variant, then for each sound beside them. */
    pictures,
    voices,
    pathOf: (name: string) => join(folder, name),
    pathOfObject: (key: string) => join(folder, key.slice(Prefix.length)),
    inHls,
    inDash: [...inDash],
    absent: (files: Iterable<string>) => absent(folder, files),
  };
}
export type Output = Awaited<ReturnType<typeof downloadOutput>>;
