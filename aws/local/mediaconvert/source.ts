import { stat } from 'node:fs/promises';
import * as z from 'zod';
import type { Fraction } from '../../../shared/probe.ts';
import { inputArguments } from '../ffmpeg/input.ts';
import { runTool, ToolFailure } from '../ffmpeg/run.ts';
import { codecOf } from './codec-names.ts';

/** A job that cannot go on, in the service's terms (docs.aws.amazon.com/mediaconvert/latest/ug/mediaconvert_error_codes.html). */
export class JobError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'JobError';
    this.code = code;
  }
}

/** `unopened`: not media at all; `undecoded`: broken inside; `cutOff`: holds less than it declares. */
export const jobErrors = {
  unopened: 1010,
  noPicture: 1020,
  noSound: 1021,
  unknownCodec: 1030,
  undecoded: 1075,
  cutOff: 1076,
  missing: 1404,
  internal: 1999,
} as const;

const text = z.string().optional();
const number = z.coerce.number().optional().catch(undefined);
const streamSchema = z.looseObject({
  index: z.int(),
  codec_type: text,
  codec_name: text,
  codec_tag_string: text,
  profile: text,
  level: number,
  width: number,
  height: number,
  sample_aspect_ratio: text,
  avg_frame_rate: text,
  r_frame_rate: text,
  pix_fmt: text,
  field_order: text,
  color_transfer: text,
  color_primaries: text,
  color_space: text,
  bits_per_raw_sample: number,
  bit_rate: number,
  channels: number,
  channel_layout: text,
  sample_rate: number,
  duration: number,
  start_time: number,
  disposition: z.looseObject({ attached_pic: number }).optional(),
  tags: z.record(z.string(), z.string()).optional(),
  side_data_list: z.array(z.looseObject({ rotation: number })).optional(),
});
export type Stream = z.infer<typeof streamSchema>;

const probeSchema = z.object({
  streams: z.array(streamSchema).default([]),
  format: z.looseObject({
    format_name: z.string(),
    duration: number,
    start_time: number,
    bit_rate: number,
    tags: z.record(z.string(), z.string()).optional(),
  }),
});

export type Picture = {
  stream: Stream;
  /** Upright and in square pixels: what a viewer sees. */
  width: number;
  height: number;
  /** The same without turning, for jobs that ask for none. */
  unturned: { width: number; height: number };
  /** Constant, or the standard rate nearest to the mean one. */
  frameRate: Fraction;
  interlaced: boolean;
  /** How a high dynamic range is coded (ITU-R BT.2100); null for an ordinary picture. */
  transfer: 'pq' | 'hlg' | null;
};

/** A local file as ffprobe sees it. */
export type Source = {
  path: string;
  sizeBytes: number;
  format: string;
  majorBrand: string;
  /** What the container declares; it may lie. */
  durationSeconds: number | null;
  bitRate: number | null;
  streams: Stream[];
  picture: Picture | null;
  /** Sounds in the file's order, as the service counts them: those that it decodes. */
  audios: Stream[];
};

const probeTimeoutMs = 20_000;

export function fractionOf(text: string | undefined, separator = '/'): Fraction | null {
  const [num, den] = (text ?? '').split(separator).map(Number);
  return num && den && num > 0 && den > 0 ? { num, den } : null;
}

const perSecond = (fraction: Fraction | null) => (fraction ? fraction.num / fraction.den : 0);

const standardRates: Fraction[] = [
  { num: 24000, den: 1001 },
  { num: 24, den: 1 },
  { num: 25, den: 1 },
  { num: 30000, den: 1001 },
  { num: 30, den: 1 },
  { num: 50, den: 1 },
  { num: 60000, den: 1001 },
  { num: 60, den: 1 },
];
const believableRate = { from: 1, to: 240 };

/** A constant rate as it is; a varying one becomes the nearest standard rate that loses few frames. */
function frameRateOf({ avg_frame_rate, r_frame_rate }: Stream): Fraction {
  const [mean, base] = [fractionOf(avg_frame_rate), fractionOf(r_frame_rate)];
  const rate = mean ?? base ?? { num: 25, den: 1 };
  const constant = base && Math.abs(perSecond(rate) / perSecond(base) - 1) < 0.002;
  const value = perSecond(rate);
  if (constant && value >= believableRate.from && value <= believableRate.to) return base;
  return standardRates.find((one) => perSecond(one) >= value * 0.98) ?? { num: 60, den: 1 };
}

function rotationOf({ side_data_list, tags }: Stream): number {
  const rotation = side_data_list?.find((data) => data.rotation !== undefined)?.rotation;
  return Math.abs(Math.round((rotation ?? Number(tags?.['rotate'] ?? 0)) / 90)) % 4;
}

const transfers: Record<string, 'pq' | 'hlg'> = { smpte2084: 'pq', 'arib-std-b67': 'hlg' };

function pictureOf(stream: Stream): Picture | null {
  const { width, height } = stream;
  if (!width || !height) return null;
  const aspect = fractionOf(stream.sample_aspect_ratio, ':') ?? { num: 1, den: 1 };
  const unturned = { width: Math.max(1, Math.round((width * aspect.num) / aspect.den)), height };
  const turned = rotationOf(stream) % 2 === 1;
  return {
    stream,
    ...(turned ? { width: unturned.height, height: unturned.width } : unturned),
    unturned,
    frameRate: frameRateOf(stream),
    interlaced: ['tt', 'bb', 'tb', 'bt'].includes(stream.field_order ?? ''),
    transfer: transfers[stream.color_transfer ?? ''] ?? null,
  };
}

/** A cover in a sound file is a still, not a picture track. */
const isPicture = (stream: Stream) => stream.codec_type === 'video' && !stream.disposition?.attached_pic;

/**
 * Looks at a local file and at nothing it names.
 * @throws JobError 1010 when it is not a container of picture or sound
 */
export async function readSource(
  path: string,
  ffprobe: string,
  uri: string,
  signal?: AbortSignal,
): Promise<Source> {
  const unopened = new JobError(
    jobErrors.unopened,
    `Unable to open input file [${uri}]: [Failed probe/open: [No parser found for container]]`,
  );
  const { size } = await stat(path);
  if (size === 0) throw unopened;
  const args = [
    '-v',
    'error',
    '-print_format',
    'json',
    '-show_format',
    '-show_streams',
    ...inputArguments(path),
  ];
  const options = { timeoutMs: probeTimeoutMs, ...(signal && { signal }) };
  const output = await runTool(ffprobe, args, options).catch((error: unknown) => {
    throw error instanceof ToolFailure && error.reason !== 'aborted' ? unopened : error;
  });
  const { streams, format } = probeSchema.parse(JSON.parse(output));
  const video = streams.find(isPicture);
  const sounds = streams.filter((stream) => stream.codec_type === 'audio' && (stream.channels ?? 0) > 0);
  if (!video && sounds.length === 0) throw unopened;
  return {
    path,
    sizeBytes: size,
    format: format.format_name,
    majorBrand: format.tags?.['major_brand']?.trim() ?? '',
    durationSeconds: format.duration && format.duration > 0 ? format.duration : null,
    bitRate: format.bit_rate ?? null,
    streams,
    picture: video ? pictureOf(video) : null,
    audios: sounds.filter((stream) => codecOf(stream) !== 'UNKNOWN'),
  };
}
