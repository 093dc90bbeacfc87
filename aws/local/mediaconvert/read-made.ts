import { readFile, stat } from 'node:fs/promises';
import type { ObjectStore } from '../ports.ts';
import { captionSegments, parseCaptions, wholeCaptions } from './captions.ts';
import { transportStartTicks, workName } from './command.ts';
import { refuseCutOff } from './declared.ts';
import type { Made, MadeAudio, MadeCaptions, MadeVideo } from './made.ts';
import type { Plan } from './plan.ts';
import { languageOf } from './probe.ts';
import type { Source } from './source.ts';
import { readTrack, type Track } from './track.ts';
import type { Wanted, WantedCaptions } from './wanted.ts';
import { type Warn, warningCodes } from './warning.ts';

export type ReadMadeOptions = { folder: string; store: ObjectStore; warning: Warn };

const maxCaptionBytes = 20 * 1024 * 1024;

async function captionText(store: ObjectStore, { source }: WantedCaptions): Promise<string | null> {
  const path = await store.filePath(source.bucket, source.key);
  if (path === null || (await stat(path)).size > maxCaptionBytes) return null;
  return readFile(path, 'utf8');
}

/** Captions that can be read; one that is not there is left out with a warning. */
async function makeCaptions(
  wanted: Wanted,
  seconds: number,
  { store, warning }: ReadMadeOptions,
): Promise<MadeCaptions[]> {
  const made: MadeCaptions[] = [];
  for (const one of wanted.captions) {
    const text = await captionText(store, one);
    const captions = text === null ? null : parseCaptions(text);
    if (captions) {
      const ticks = wanted.container === 'cmaf' ? 0 : transportStartTicks;
      const segments = captionSegments(captions, seconds, ticks);
      made.push({ wanted: one, segments, whole: wholeCaptions(captions) });
    } else warning(warningCodes.captions, `The captions for ${one.language} could not be read.`);
  }
  return made;
}

type ReadTrack = (name: string) => Promise<Track>;

const videosOf = ({ renditions }: Plan, read: ReadTrack): Promise<MadeVideo[]> =>
  Promise.all(
    renditions.map(async (rendition, index) => ({
      rendition,
      track: await read(workName.rendition(index)),
    })),
  );

const audiosOf = ({ audios }: Plan, read: ReadTrack): Promise<MadeAudio[]> =>
  Promise.all(
    audios.map(async ({ wanted, stream }, index) => {
      const own = wanted.followInput ? languageOf(stream).toLowerCase() : 'und';
      const language = own === 'und' ? wanted.language : own;
      const name = wanted.name ?? language ?? 'Audio';
      return { wanted, name, language, track: await read(workName.audio(index)) };
    }),
  );

/**
 * Reads back what ffmpeg made in the work folder.
 * @throws JobError 1076 when the source ended before it had given what it declares
 */
export async function readMade(
  wanted: Wanted,
  plan: Plan,
  source: Source,
  options: ReadMadeOptions,
): Promise<Made> {
  const read: ReadTrack = (name) => readTrack(options.folder, name, wanted.container);
  const [videos, audios] = await Promise.all([videosOf(plan, read), audiosOf(plan, read)]);
  const seconds = Math.max(...[...videos, ...audios].map(({ track }) => track.seconds));
  const pictures = videos.length > 0 && source.picture ? [source.picture.stream] : [];
  refuseCutOff(source, [...pictures, ...plan.audios.map(({ stream }) => stream)], seconds);
  const captions = await makeCaptions(wanted, seconds, options);
  return { frameRate: plan.frameRate, seconds, videos, audios, captions };
}
