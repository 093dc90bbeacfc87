import { runFfmpeg, ToolFailure } from '../ffmpeg/run.ts';
import type { ToneMapper } from './colour.ts';
import { ffmpegArguments, type Preset } from './command.ts';
import type { Plan } from './plan.ts';
import { JobError, jobErrors, type Source } from './source.ts';
import type { Wanted } from './wanted.ts';

/** Black from `start` to `end`, in seconds. */
export type BlackSegment = { start: number; end: number };

export type TranscodeOptions = {
  ffmpeg: string;
  folder: string;
  preset: Preset;
  signal: AbortSignal;
  /** Share of the work done, 0..100, and frames so far; null where the length is unknown. */
  onProgress(percent: number | null, frames: number): void;
};

const least = 10 * 60;
const unknownLength = 6 * 3600;
const slowest = 20;

/** A file may take twenty times its length, at least ten minutes: then its declared length was a lie, or the tool hangs. */
const timeoutOf = ({ durationSeconds }: Source) =>
  1000 * (durationSeconds ? Math.max(least, durationSeconds * slowest) : unknownLength);

/** Frames tell how far it is; ffmpeg's time runs ahead of the slowest output. Sound alone has only time. */
function percentOf(values: Record<string, string>, plan: Plan, seconds: number | null): number | null {
  if (!seconds) return null;
  const frames = Number(values['frame'] ?? 0);
  const done =
    plan.renditions.length > 0
      ? (frames * plan.frameRate.den) / plan.frameRate.num
      : Number(values['out_time_ms'] ?? 0) / 1e6;
  return Number.isFinite(done) ? Math.max(0, Math.min(100, (100 * done) / seconds)) : null;
}

function blackSegment(line: string): BlackSegment | null {
  const [, start, end] = /black_start:([\d.]+) black_end:([\d.]+)/.exec(line) ?? [];
  return start !== undefined && end !== undefined ? { start: Number(start), end: Number(end) } : null;
}

const localTrouble = /No space left on device|Permission denied|Cannot allocate memory/;
const noDecoder = /Decoder .*not found|Cannot find a decoder/i;

function jobError(error: unknown, { path }: Source, uri: string): unknown {
  if (!(error instanceof ToolFailure) || error.reason === 'aborted') return error;
  if (error.reason === 'timeout')
    return new JobError(jobErrors.undecoded, 'The input took too long to decode.');
  if (localTrouble.test(error.output)) return new JobError(jobErrors.internal, 'Internal service error.');
  const said =
    error.output
      .trim()
      .split('\n')
      .findLast((line) => /error|invalid|fail/i.test(line)) ?? 'no frames';
  const line = said.replaceAll(`file:${path}`, uri).replaceAll(path, uri).slice(0, 300);
  const code = noDecoder.test(error.output) ? jobErrors.unknownCodec : jobErrors.undecoded;
  return new JobError(code, `Unable to decode input file [${uri}]: [${line}]`);
}

/** Some builds of ffmpeg come without the filter that tone mapping needs. */
const cannotToneMap = (error: unknown) =>
  error instanceof ToolFailure && /No such filter: '(zscale|tonemap)'/.test(error.output);

/**
 * Makes all outputs of a job in one run of ffmpeg, into `folder`, and gives the black parts that it saw.
 * @throws JobError 1030 when nothing here decodes its codec, 1075 when it is broken or takes too long, 1999 for trouble of this machine
 */
export async function transcode(
  wanted: Wanted,
  plan: Plan,
  source: Source,
  options: TranscodeOptions,
  mapper: ToneMapper = 'zscale',
): Promise<BlackSegment[]> {
  const { ffmpeg, folder, preset, signal, onProgress } = options;
  const black: BlackSegment[] = [];
  try {
    await runFfmpeg(ffmpeg, ffmpegArguments(wanted, plan, source, { folder, preset, mapper }), {
      signal,
      timeoutMs: timeoutOf(source),
      onLog(line) {
        const segment = blackSegment(line);
        if (segment) black.push(segment);
      },
      onProgress: (values) =>
        onProgress(percentOf(values, plan, source.durationSeconds), Number(values['frame'] ?? 0)),
    });
  } catch (error) {
    if (mapper === 'zscale' && cannotToneMap(error))
      return transcode(wanted, plan, source, options, 'tables');
    throw jobError(error, source, wanted.uri);
  }
  return black;
}
