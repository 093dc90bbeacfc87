import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import type { Tools } from '../ffmpeg/find-ffmpeg.ts';
import type { ObjectStore } from '../ports.ts';
import { captionSegments, parseCaptions, wholeCaptions } from './captions.ts';
import { type Preset, transportStartTicks, workName } from './command.ts';
import { completeDetail } from './complete.ts';
import { refuseCutOff, refuseUnbelievable } from './declared.ts';
import { deliver, frameFiles, streamFiles } from './deliver.ts';
import type { JobPhase } from './job.ts';
import type { Made, MadeCaptions } from './made.ts';
import { namesOf } from './names.ts';
import { type Plan, planOutputs } from './plan.ts';
import { inputDetails, languageOf } from './probe.ts';
import { JobError, jobErrors, readSource, type Source } from './source.ts';
import { readTrack } from './track.ts';
import { transcode } from './transcode.ts';
import type { Wanted, WantedCaptions } from './wanted.ts';

/** What a job tells while it is worked on. */
export type Reports = {
  inputInformation(details: ReturnType<typeof inputDetails>): void;
  progress(phase: JobPhase, percent: number | null, frames: number): void;
  warning(code: number, message: string): void;
};

export type WorkOptions = {
  store: ObjectStore;
  tools: Pick<Tools, 'ffmpeg' | 'ffprobe'>;
  preset: Preset;
  /** A folder of this job alone; emptied before and removed after. */
  folder: string;
  submittedMs: number;
  signal: AbortSignal;
  reports: Reports;
  /** Ends the job in an error once its input is known, for tests of failure. */
  failWith: number | undefined;
};

/** From the service's range for inputs; which ones it would give for these is not known. */
const warningCodes = { captions: 230_001, audio: 230_002 };
const maxCaptionBytes = 20 * 1024 * 1024;

async function open({ store, tools, signal }: WorkOptions, { input, uri }: Wanted): Promise<Source> {
  const path = await store.filePath(input.bucket, input.key);
  if (path === null)
    throw new JobError(
      jobErrors.missing,
      `Unable to open input file [${uri}]: [Failed to read data: Not Found]`,
    );
  const source = await readSource(path, tools.ffprobe, uri, signal);
  refuseUnbelievable(source);
  return source;
}

async function captionText(store: ObjectStore, { source }: WantedCaptions): Promise<string | null> {
  const path = await store.filePath(source.bucket, source.key);
  if (path === null || (await stat(path)).size > maxCaptionBytes) return null;
  return readFile(path, 'utf8');
}

/** Captions that can be read; one that is not there is left out with a warning. */
async function makeCaptions(
  wanted: Wanted,
  seconds: number,
  { store, reports }: WorkOptions,
): Promise<MadeCaptions[]> {
  const made: MadeCaptions[] = [];
  for (const one of wanted.captions) {
    const text = await captionText(store, one);
    const captions = text === null ? null : parseCaptions(text);
    if (captions) {
      const ticks = wanted.container === 'cmaf' ? 0 : transportStartTicks;
      const segments = captionSegments(captions, seconds, ticks);
      made.push({ wanted: one, segments, whole: wholeCaptions(captions) });
    } else reports.warning(warningCodes.captions, `The captions for ${one.language} could not be read.`);
  }
  return made;
}

async function readMade(wanted: Wanted, plan: Plan, source: Source, options: WorkOptions): Promise<Made> {
  const { folder } = options;
  const read = (name: string) => readTrack(folder, name, wanted.container);
  const videos = await Promise.all(
    plan.renditions.map(async (rendition, index) => ({
      rendition,
      track: await read(workName.rendition(index)),
    })),
  );
  const audio = plan.audio && {
    wanted: plan.audio,
    track: await read(workName.audio),
    language: source.audio ? languageOf(source.audio).toLowerCase() : 'und',
  };
  const seconds = Math.max(...videos.map(({ track }) => track.seconds), audio ? audio.track.seconds : 0);
  const used = [videos.length > 0 ? source.picture?.stream : null, audio ? source.audio : null];
  refuseCutOff(
    source,
    used.filter((stream) => stream != null),
    seconds,
  );
  const captions = await makeCaptions(wanted, seconds, options);
  return { frameRate: plan.frameRate, seconds, videos, audio, captions };
}

async function make(wanted: Wanted, options: WorkOptions) {
  const { folder, signal, reports, store, tools, preset } = options;
  reports.progress('PROBING', 0, 0);
  const source = await open(options, wanted);
  reports.inputInformation(inputDetails(source, wanted.uri));
  if (options.failWith !== undefined) throw new JobError(options.failWith, 'A failure that was asked for.');
  const plan = planOutputs(wanted, source);
  const warnings: { code: number; count: number }[] = [];
  const warning: Reports['warning'] = (code, message) => {
    warnings.push({ code, count: 1 });
    reports.warning(code, message);
  };
  if (wanted.audio && !plan.audio) warning(warningCodes.audio, 'The input has no audio for an audio output.');
  let frameCount = 0;
  const black = await transcode(wanted, plan, source, {
    ffmpeg: tools.ffmpeg,
    folder,
    preset,
    signal,
    onProgress(percent, frames) {
      frameCount = frames;
      reports.progress('TRANSCODING', percent, frames);
    },
  });
  const made = await readMade(wanted, plan, source, { ...options, reports: { ...reports, warning } });
  const names = namesOf(wanted, options.submittedMs);
  const frames = await frameFiles(wanted, folder);
  const files = [...frames, ...(await streamFiles(wanted, made, names, folder))];
  await deliver(files, store, signal, (percent) => reports.progress('UPLOADING', percent, frameCount));
  return completeDetail({ wanted, plan, made, names, frames, black, warnings });
}

/**
 * Does a job from its input to the last manifest, and gives what COMPLETE says of it.
 * @throws JobError when it ends in ERROR; the signal's reason when it was aborted
 */
export async function workOn(wanted: Wanted, options: WorkOptions) {
  await rm(options.folder, { recursive: true, force: true });
  await mkdir(options.folder, { recursive: true });
  try {
    return await make(wanted, options);
  } finally {
    await rm(options.folder, { recursive: true, force: true });
  }
}
