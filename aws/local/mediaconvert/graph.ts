import { jpegMatrix, rangeAndMatrix, type ToneMapper, toneMapping } from './colour.ts';
import type { Plan, PlannedAudio, Rendition } from './plan.ts';
import type { Picture, Source } from './source.ts';
import type { Wanted } from './wanted.ts';

/** The encoder's silence in front of the sound, in samples. Cutting as much off keeps lips in step without edit lists. */
const aacPriming = 1024;

const joined = (...filters: (string | false | undefined | null)[]) => filters.filter(Boolean).join(',');

const pixels = ({ width, height }: { width: number; height: number }) => width * height;

/** `NORMAL` leaves alone frames that say they are whole. */
function deinterlacing({ preprocessors }: Wanted): string | null {
  const { deinterlacer } = preprocessors;
  return deinterlacer ? `bwdif=mode=0:deint=${deinterlacer.control === 'NORMAL' ? 1 : 0}` : null;
}

/** Frames at a constant rate from the file's start (late pictures are preceded by their first frame), at the largest size. */
function headOf(
  wanted: Wanted,
  { renditions, frames, frameRate }: Plan,
  picture: Picture,
  mapper: ToneMapper,
) {
  const top = [...renditions, ...(frames ? [frames] : [])].reduce((a, b) => (pixels(b) > pixels(a) ? b : a));
  return joined(
    deinterlacing(wanted),
    `fps=${frameRate.num}/${frameRate.den}:start_time=0`,
    `scale=${top.width}:${top.height}:${rangeAndMatrix(picture, wanted)}`,
    toneMapping(picture, wanted, mapper),
    'setsar=1',
    'format=yuv420p',
  );
}

function captured(wanted: Wanted, { frames }: Plan, picture: Picture): string[] {
  if (!frames) return [];
  const filters = joined(
    `select='gte(t,selected_n*${frames.intervalSeconds})*lt(selected_n,${frames.max})'`,
    'setpts=N/TB',
    `scale=${frames.width}:${frames.height}${jpegMatrix(picture, wanted)}`,
    'setsar=1',
    'format=yuvj420p',
  );
  return [`[sf]${filters}[f]`];
}

/** One decode, split into all renditions and the captured frames. Black is looked for where it costs least. */
function pictureGraph(wanted: Wanted, plan: Plan, { picture }: Source, mapper: ToneMapper): string[] {
  const { renditions, frames } = plan;
  if (!picture || (renditions.length === 0 && !frames)) return [];
  const low = renditions.reduce<Rendition | undefined>(
    (a, b) => (a && pixels(a) <= pixels(b) ? a : b),
    undefined,
  );
  const labels = [...renditions.map((_, index) => `s${index}`), ...(frames ? ['sf'] : [])];
  const head = joined(headOf(wanted, plan, picture, mapper), `split=${labels.length}`);
  const made = renditions.map((rendition, index) => {
    const scale = `scale=${rendition.width}:${rendition.height}`;
    return `[s${index}]${joined(scale, 'setsar=1', rendition === low && 'blackdetect=d=0.5')}[v${index}]`;
  });
  return [
    `[0:${picture.stream.index}]${head}${labels.map((label) => `[${label}]`).join('')}`,
    ...made,
    ...captured(wanted, plan, picture),
  ];
}

const layouts = { 1: 'mono', 2: 'stereo', 6: '5.1' } as const;

/** Sound from the file's start: what comes late is preceded by silence, gaps are filled, more channels mixed down. */
function soundGraph({ wanted, stream }: PlannedAudio, index: number): string {
  const chain = joined(
    'aresample=async=1:first_pts=0',
    `aformat=sample_rates=${wanted.sampleRate}:channel_layouts=${layouts[wanted.channels]}`,
    `atrim=start_sample=${aacPriming}`,
    'asetpts=PTS-STARTPTS',
  );
  return `[0:${stream.index}]${chain}[a${index}]`;
}

/**
 * With one input, ffmpeg repeats each made frame for as long as the source held its own: seconds more where it held one
 * for long. A second input that leads nowhere keeps it from that.
 */
const idleInput = ({ picture }: Source) => (picture ? [`[0:${picture.stream.index}]nullsink`] : []);

/** ffmpeg's `-filter_complex`: pictures end in `[v0]` …, captured frames in `[f]`, sounds in `[a0]` …. */
export const filterGraph = (wanted: Wanted, plan: Plan, source: Source, mapper: ToneMapper): string =>
  [
    ...pictureGraph(wanted, plan, source, mapper),
    ...(plan.audios.length > 0 ? plan.audios.map(soundGraph) : idleInput(source)),
  ].join(';');
