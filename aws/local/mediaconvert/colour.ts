import type { Picture } from './source.ts';
import type { Wanted } from './wanted.ts';

/** What brings a high dynamic range down: ffmpeg's own filters, or tables where it was built without them. */
export type ToneMapper = 'zscale' | 'tables';

const joined = (...filters: string[]) => filters.join(',');

/** Everything from here on in units of ordinary white, 100 nits; what is brighter than ten times that is clipped. */
const peak = 10;

/** As the service's words have it: details before brightness, or the other way round; HLG always keeps its details. */
function curveOf({ transfer }: Picture, { preprocessors }: Wanted): 'hable' | 'mobius' {
  const vibrant = preprocessors.colorCorrector?.hdrToSdrToneMapper === 'VIBRANT';
  return vibrant && transfer !== 'hlg' ? 'mobius' : 'hable';
}

const zscaleName = { pq: 'smpte2084', hlg: 'arib-std-b67' } as const;

/** BT.2390 leaves the curve open; these are ffmpeg's. What the frames say of themselves may be half of it. */
const withZscale = (transfer: 'pq' | 'hlg', curve: string) =>
  joined(
    `zscale=tin=${zscaleName[transfer]}:pin=bt2020:min=bt2020nc:rin=tv:t=linear:npl=100:p=bt2020`,
    'format=gbrpf32le',
    'zscale=p=bt709',
    `tonemap=${curve}:desat=0:peak=${peak}`,
    'zscale=t=bt709:m=bt709:r=tv',
  );

/** A value 0..1 as light, in `ld(1)` (ITU-R BT.2100: PQ's EOTF; HLG's inverse OETF and its OOTF, channel by channel). */
const lightOf = {
  pq: `st(0,pow(min(1,val/maxval),0.012683313))*0+st(1,min(${peak},100*pow(max(ld(0)-0.8359375,0)/(18.8515625-18.6875*ld(0)),6.2773946)))*0`,
  hlg: `st(0,min(1,val/maxval))*0+st(1,${peak}*pow(if(lt(ld(0),0.5),ld(0)*ld(0)/3,(exp((ld(0)-0.55991073)/0.17883277)+0.28466892)/12),1.2))*0`,
};

/** The "hable" curve, brought to 1 at the peak, in `ld(2)`; then BT.709's OETF. */
const curve = 'st(2,((ld(1)*(0.15*ld(1)+0.05)+0.004)/(ld(1)*(0.15*ld(1)+0.5)+0.06)-0.0666667)/0.70621)*0';
const encode = 'maxval*if(lt(ld(2),0.018),4.5*ld(2),1.099*pow(ld(2),0.45)-0.099)';

/** BT.2020's colours in BT.709's, on encoded values: near enough, and cheap (ITU-R BT.2087 does it on light). */
const gamut =
  'colorchannelmixer=rr=1.6605:rg=-0.5876:rb=-0.0728:gr=-0.1246:gg=1.1329:gb=-0.0083:br=-0.0182:bg=-0.1006:bb=1.1187';

function withTables(transfer: 'pq' | 'hlg'): string {
  const table = `${lightOf[transfer]}+${curve}+${encode}`;
  return joined(
    'scale=in_color_matrix=bt2020:in_range=tv',
    'format=gbrp10le',
    `lutrgb='r=${table}:g=${table}:b=${table}'`,
    'format=gbrp',
    gamut,
    'scale=out_color_matrix=bt709:out_range=tv',
  );
}

/** Filters that bring a high dynamic range down, or none; after them the picture is BT.709. */
export function toneMapping(picture: Picture, wanted: Wanted, mapper: ToneMapper): string | null {
  const { transfer } = picture;
  if (transfer === null || !isForced(wanted)) return null;
  return mapper === 'zscale' ? withZscale(transfer, curveOf(picture, wanted)) : withTables(transfer);
}

const isForced = ({ preprocessors }: Wanted) =>
  preprocessors.colorCorrector?.colorSpaceConversion === 'FORCE_709';

/** ffmpeg's names of matrices (`color_space`) that its scaler knows. */
const matrices = ['bt709', 'fcc', 'bt470bg', 'smpte170m', 'smpte240m', 'bt2020nc'];
const scalerName = (matrix: string) =>
  matrix === 'bt2020nc' ? 'bt2020' : matrix === 'bt470bg' ? 'bt470' : matrix;

/** Options of the first scaling: the range of ordinary video, and BT.709's matrix where it is forced on what is not HDR. */
export function rangeAndMatrix({ stream, transfer }: Picture, wanted: Wanted): string {
  const { color_space: matrix = '' } = stream;
  const forced = transfer === null && isForced(wanted) && matrices.includes(matrix);
  return `out_range=tv${forced ? `:in_color_matrix=${scalerName(matrix)}:out_color_matrix=bt709` : ''}`;
}

/** Options of the scaling of captured frames: JPEG has BT.601's matrix, whatever the picture's is (JFIF 1.02). */
export const jpegMatrix = ({ stream }: Picture, wanted: Wanted): string =>
  isForced(wanted) || stream.color_space === 'bt709' ? ':in_color_matrix=bt709:out_color_matrix=bt601' : '';

/** Arguments that say in the output what its colours are. What the source does not say nobody knows. */
export function colourTags(picture: Picture | null, wanted: Wanted): string[] {
  const { color_primaries, color_transfer, color_space } = isForced(wanted)
    ? { color_primaries: 'bt709', color_transfer: 'bt709', color_space: 'bt709' }
    : (picture?.stream ?? {});
  return [
    ...['-color_range', 'tv'],
    ...(color_primaries ? ['-color_primaries', color_primaries] : []),
    ...(color_transfer ? ['-color_trc', color_transfer] : []),
    ...(color_space ? ['-colorspace', color_space] : []),
  ];
}
