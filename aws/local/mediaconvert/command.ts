import { join } from 'node:path';
import { inputArguments } from '../ffmpeg/input.ts';
import { colourTags, type ToneMapper } from './colour.ts';
import { filterGraph } from './graph.ts';
import type { Plan, Rendition } from './plan.ts';
import type { Source } from './source.ts';
import type { Wanted } from './wanted.ts';

/** x264's speed for its quality; the faster ones are for tests. */
export type Preset = 'ultrafast' | 'superfast' | 'veryfast' | 'faster' | 'fast' | 'medium';

/** Names inside a work folder: ours, so that nothing of a job's own names reaches ffmpeg's patterns. */
export const workName = {
  rendition: (index: number) => `v${index}`,
  audio: (index: number) => `a${index}`,
  playlist: (name: string) => `${name}.m3u8`,
  init: (name: string) => `${name}_init.mp4`,
  frames: 'f_.%07d.jpg',
};

/** MPEG-TS starts at 1.4 seconds, ffmpeg's delay for its buffers; captions are placed by it. */
export const transportStartTicks = 126_000;

/** Bounds how far a segment may fall short of a whole number of GOPs, in seconds: rounding, not a frame. */
const roundingSeconds = 0.0001;

function segmentArguments(
  folder: string,
  name: string,
  plan: Plan,
  container: Wanted['container'],
): string[] {
  const fragmented = ['-hls_segment_type', 'fmp4', '-hls_fmp4_init_filename', workName.init(name)];
  return [
    ...['-f', 'hls', '-hls_playlist_type', 'vod', '-hls_list_size', '0', '-start_number', '1'],
    ...['-hls_time', (plan.segmentSeconds - roundingSeconds).toFixed(6)],
    ...(container === 'cmaf' ? fragmented : ['-hls_segment_type', 'mpegts']),
    ...['-hls_segment_filename', join(folder, `${name}_%09d.${container === 'cmaf' ? 'm4s' : 'ts'}`)],
    join(folder, workName.playlist(name)),
  ];
}

/** No B-frames: decoding order is showing order, so that all tracks begin at zero on old and new muxers alike. */
const encoderArguments = (rendition: Rendition, { gopFrames }: Plan, preset: Preset): string[] => [
  ...['-c:v', 'libx264', '-preset', preset, '-profile:v', rendition.profile, '-crf', String(rendition.crf)],
  ...['-maxrate', String(rendition.maxBitrateBps), '-bufsize', String(rendition.maxBitrateBps)],
  ...['-g', String(gopFrames), '-keyint_min', String(gopFrames), '-sc_threshold', '0', '-bf', '0'],
];

/** JPEG quality 1..100 as ffmpeg's 31..2. */
const jpegScale = (quality: number) => Math.max(2, Math.round(31 - (quality / 100) * 29));

const clean = ['-map_metadata', '-1', '-map_chapters', '-1'];

function frameArguments({ frames }: Plan, folder: string): string[] {
  if (!frames) return [];
  return [
    ...['-map', '[f]', ...clean, '-c:v', 'mjpeg', '-q:v', String(jpegScale(frames.quality)), '-r', '1'],
    ...['-f', 'image2', '-start_number', '0', join(folder, workName.frames)],
  ];
}

export type CommandOptions = { folder: string; preset: Preset; mapper: ToneMapper };

/** ffmpeg's arguments that make all of a job's outputs in one run, into `folder`. */
export function ffmpegArguments(
  wanted: Wanted,
  plan: Plan,
  source: Source,
  { folder, preset, mapper }: CommandOptions,
): string[] {
  const segments = (name: string) => segmentArguments(folder, name, plan, wanted.container);
  const tags = colourTags(source.picture, wanted);
  const pictures = plan.renditions.flatMap((rendition, index) => [
    ...['-map', `[v${index}]`, ...clean, ...encoderArguments(rendition, plan, preset), ...tags],
    ...segments(workName.rendition(index)),
  ]);
  const sounds = plan.audios.flatMap((audio, index) => [
    ...['-map', `[a${index}]`, ...clean, '-c:a', 'aac', '-b:a', String(audio.wanted.bitrate)],
    ...segments(workName.audio(index)),
  ]);
  return [
    ...['-loglevel', 'info', ...(wanted.rotate ? [] : ['-noautorotate'])],
    ...inputArguments(source.path),
    ...['-filter_complex', filterGraph(wanted, plan, source, mapper)],
    ...pictures,
    ...sounds,
    ...frameArguments(plan, folder),
  ];
}
