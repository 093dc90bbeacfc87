import { join } from 'node:path';
import { inputArguments } from '../ffmpeg/input.ts';
import type { Plan, Rendition } from './plan.ts';
import type { Source } from './source.ts';
import type { Wanted } from './wanted.ts';

/** x264's speed for its quality; the faster ones are for tests. */
export type Preset = 'ultrafast' | 'superfast' | 'veryfast' | 'faster' | 'fast' | 'medium';

/** Names inside a work folder: ours, so that nothing of a job's own names reaches ffmpeg's patterns. */
export const workName = {
  rendition: (index: number) => `v${index}`,
  audio: 'a',
  playlist: (name: string) => `${name}.m3u8`,
  init: (name: string) => `${name}_init.mp4`,
  frames: 'f_.%07d.jpg',
};

/** MPEG-TS starts at 1.4 seconds, ffmpeg's delay for its buffers; captions are placed by it. */
export const transportStartTicks = 126_000;

/** The encoder's silence in front of the sound, in samples. Cutting as much off keeps lips in step without edit lists. */
const aacPriming = 1024;

const joined = (...filters: (string | false | undefined)[]) => filters.filter(Boolean).join(',');

/** Bright pictures made for ordinary screens (BT.2390 leaves the curve open; hable is ffmpeg's usual one). */
const toneMapping = joined(
  'zscale=t=linear:npl=100',
  'format=gbrpf32le',
  'zscale=p=bt709',
  'tonemap=hable:desat=0',
  'zscale=t=bt709:m=bt709:r=tv',
);

const pixels = ({ width, height }: { width: number; height: number }) => width * height;

/**
 * One decode: frames at a constant rate from the file's start (late pictures are preceded by their first frame), brought
 * to the largest size, then split. Black is looked for where it costs least.
 */
function pictureGraph(plan: Plan, source: Source): string[] {
  const { picture } = source;
  const { renditions, frames, frameRate } = plan;
  const sizes = frames ? [...renditions, frames] : renditions;
  if (!picture || sizes.length === 0) return [];
  const top = sizes.reduce((a, b) => (pixels(b) > pixels(a) ? b : a));
  const low = renditions.reduce<Rendition | undefined>(
    (a, b) => (a && pixels(a) <= pixels(b) ? a : b),
    undefined,
  );
  const labels = [...renditions.map((_, index) => `s${index}`), ...(frames ? ['sf'] : [])];
  const head = joined(
    picture.interlaced && 'bwdif=mode=0',
    `fps=${frameRate.num}/${frameRate.den}:start_time=0`,
    `scale=${top.width}:${top.height}`,
    picture.hdr && toneMapping,
    'setsar=1',
    'format=yuv420p',
  );
  const made = renditions.map((rendition, index) => {
    const scale = `scale=${rendition.width}:${rendition.height}`;
    return `[s${index}]${joined(scale, 'setsar=1', rendition === low && 'blackdetect=d=0.5')}[v${index}]`;
  });
  const captured =
    frames &&
    `[sf]${joined(
      `select='gte(t,selected_n*${frames.intervalSeconds})*lt(selected_n,${frames.max})'`,
      'setpts=N/TB',
      `scale=${frames.width}:${frames.height}`,
      'setsar=1',
      'format=yuvj420p',
    )}[f]`;
  return [
    `[0:${picture.stream.index}]${joined(head, `split=${labels.length}`)}${labels.map((label) => `[${label}]`).join('')}`,
    ...made,
    ...(captured ? [captured] : []),
  ];
}

const layouts = { 1: 'mono', 2: 'stereo', 6: '5.1' } as const;

/** Sound from the file's start: what comes late is preceded by silence, gaps are filled, more channels mixed down. */
function soundGraph({ audio }: Plan, source: Source): string[] {
  if (!audio || !source.audio) return [];
  const chain = joined(
    'aresample=async=1:first_pts=0',
    `aformat=sample_rates=${audio.sampleRate}:channel_layouts=${layouts[audio.channels]}`,
    `atrim=start_sample=${aacPriming}`,
    'asetpts=PTS-STARTPTS',
  );
  return [`[0:${source.audio.index}]${chain}[a]`];
}

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

/**
 * ffmpeg's arguments that make all of a job's outputs in one run, into `folder`.
 */
export function ffmpegArguments(
  wanted: Wanted,
  plan: Plan,
  source: Source,
  { folder, preset }: { folder: string; preset: Preset },
): string[] {
  const clean = ['-map_metadata', '-1', '-map_chapters', '-1'];
  const segments = (name: string) => segmentArguments(folder, name, plan, wanted.container);
  const pictures = plan.renditions.flatMap((rendition, index) => [
    ...['-map', `[v${index}]`, ...clean, ...encoderArguments(rendition, plan, preset)],
    ...segments(workName.rendition(index)),
  ]);
  const sound = plan.audio
    ? [
        '-map',
        '[a]',
        ...clean,
        '-c:a',
        'aac',
        '-b:a',
        String(plan.audio.bitrate),
        ...segments(workName.audio),
      ]
    : [];
  const frames = plan.frames
    ? [
        ...[
          '-map',
          '[f]',
          ...clean,
          '-c:v',
          'mjpeg',
          '-q:v',
          String(jpegScale(plan.frames.quality)),
          '-r',
          '1',
        ],
        ...['-f', 'image2', '-start_number', '0', join(folder, workName.frames)],
      ]
    : [];
  return [
    ...['-loglevel', 'info', ...(wanted.rotate ? [] : ['-noautorotate'])],
    ...inputArguments(source.path),
    ...['-filter_complex', [...pictureGraph(plan, source), ...soundGraph(plan, source)].join(';')],
    ...pictures,
    ...sound,
    ...frames,
  ];
}
