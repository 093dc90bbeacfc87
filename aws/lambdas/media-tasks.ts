import { type AttachedImage, type InputFormat, type Input as MediaInput, MPEG_TS, OGG } from 'mediabunny';
import type { AudioTrack, PictureTrack } from '../../shared/probe.ts';
import type { ReadBytes } from './container/bytes.ts';
import { declaredLengths, type Lengths } from './expected.ts';
import { openMedia } from './media-input.ts';
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

/** The picture that a sound recording carries with it. */
async function coverOf(input: MediaInput): Promise<AttachedImage | null> {
  const { images = [] } = await input.getMetadataTags();
  return images.find(({ kind }) => kind === 'coverFront') ?? images[0] ?? null;
}

/** What is done with an open file; answers are copied between threads. */
export const tasks = { header: headerOf, cover: coverOf };
export type TaskName = keyof typeof tasks;
export type TaskResult<T extends TaskName> = Awaited<ReturnType<(typeof tasks)[T]>>;

/** Opens a file by ranged reads, does a task and gives its answer; null for a container that is not known here. */
export type ReadMedia = <T extends TaskName>(
  task: T,
  read: ReadBytes,
  sizeBytes: number,
) => Promise<TaskResult<T> | null>;

/** Reads in this very thread: for files that are known to be whole. */
export const readHere: ReadMedia = <T extends TaskName>(task: T, read: ReadBytes, sizeBytes: number) => {
  const work: (input: MediaInput) => Promise<unknown> = tasks[task];
  return openMedia(read, sizeBytes, work) as Promise<TaskResult<T> | null>;
};
