import { mkdir, rm } from 'node:fs/promises';
import type { Tools } from '../ffmpeg/find-ffmpeg.ts';
import type { ObjectStore } from '../ports.ts';
import type { Preset } from './command.ts';
import { completeDetail } from './complete.ts';
import { refuseUnbelievable } from './declared.ts';
import { deliver, finishedFiles, frameFiles, streamFiles } from './deliver.ts';
import type { JobPhase } from './job.ts';
import { type Names, namesOf } from './names.ts';
import { type Plan, planOutputs } from './plan.ts';
import { inputDetails } from './probe.ts';
import { readMade } from './read-made.ts';
import { JobError, jobErrors, readSource, type Source } from './source.ts';
import { transcode } from './transcode.ts';
import type { Wanted } from './wanted.ts';
import { warningCodes } from './warning.ts';

/** What a job tells while it is worked on. */
export type Reports = {
  inputInformation(details: ReturnType<typeof inputDetails>): void;
  progress(phase: JobPhase, percent: number | null, frames: number): void;
  warning(code: number, message: string): void;
};

/** The reason to abort with where a job is canceled: then it leaves what it has finished. */
export const canceled = Symbol('canceled');

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

/** Transcodes; when that is canceled, what was finished by then is delivered first. */
async function encode(wanted: Wanted, plan: Plan, source: Source, names: Names, options: WorkOptions) {
  const { folder, signal, reports, store, tools, preset } = options;
  let frameCount = 0;
  const onProgress = (percent: number | null, frames: number) => {
    frameCount = frames;
    reports.progress('TRANSCODING', percent, frames);
  };
  try {
    const task = { ffmpeg: tools.ffmpeg, folder, preset, signal, onProgress };
    const black = await transcode(wanted, plan, source, task);
    return { black, frameCount };
  } catch (error) {
    if (signal.reason === canceled) await deliver(await finishedFiles(wanted, plan, names, folder), store);
    throw error;
  }
}

async function make(wanted: Wanted, options: WorkOptions) {
  const { folder, signal, reports, store } = options;
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
  if (plan.audios.length < wanted.audios.length)
    warning(warningCodes.audio, 'The input has no audio for an audio output.');
  const names = namesOf(wanted, options.submittedMs);
  const { black, frameCount } = await encode(wanted, plan, source, names, options);
  const made = await readMade(wanted, plan, source, { folder, store, warning });
  const frames = await frameFiles(wanted, folder);
  const files = [...frames, ...(await streamFiles(wanted, made, names, folder))];
  const onMoved = (percent: number) => reports.progress('UPLOADING', percent, frameCount);
  await deliver(files, store, { signal, onMoved });
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
