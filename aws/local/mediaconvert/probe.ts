import type { ObjectInfo } from '../ports.ts';
import { codecOf } from './codec-names.ts';
import { fractionOf, type Source, type Stream } from './source.ts';

const formats: Record<string, string> = {
  avi: 'avi',
  mpegts: 'mpegts',
  mpeg: 'mpegps',
  asf: 'asf',
  ogg: 'ogg',
  mxf: 'mxf',
  wav: 'wave',
  mp3: 'mp3',
  aac: 'aac',
  flac: 'flac',
  ac3: 'ac3',
  eac3: 'eac3',
};

function formatOf({ format, majorBrand, streams }: Source): string | undefined {
  const name = format.split(',')[0] ?? '';
  if (name === 'mov')
    return majorBrand === 'qt' ? 'quicktime' : majorBrand.startsWith('3gp') ? 'three_gp' : 'mp4';
  if (name !== 'matroska') return formats[name];
  return streams.every(({ codec_name = '' }) => /^(vp8|vp9|av1|opus|vorbis)$/.test(codec_name))
    ? 'webm'
    : 'matroska';
}

const bitDepthOf = ({ bits_per_raw_sample, pix_fmt }: Stream) =>
  bits_per_raw_sample || Number(/(?:p|gray)(9|1[0246])(?:le|be)/.exec(pix_fmt ?? '')?.[1] ?? 8);

export const languageOf = ({ tags }: Stream) => tags?.['language']?.toUpperCase() ?? 'UND';

const rateOf = (text: string | undefined) => {
  const rate = fractionOf(text);
  return rate ? { numerator: rate.num, denominator: rate.den } : undefined;
};

/** ffmpeg's names of colours in the service's; what is not said is left out. */
const colours: Record<string, string> = {
  'arib-std-b67': 'ARIB_B67',
  bt2020: 'ITU_2020',
  'bt2020-10': 'ITU_2020_10bit',
  bt2020nc: 'ITU_2020_NCL',
  bt470bg: 'ITU_470BG',
  bt470m: 'ITU_470M',
  bt709: 'ITU_709',
  smpte170m: 'SMPTE_170M',
  smpte2084: 'SMPTE_2084',
  smpte240m: 'SMPTE_240M',
};

const videoProperties = (stream: Stream) => ({
  bitDepth: bitDepthOf(stream),
  bitRate: stream.bit_rate,
  colorPrimaries: colours[stream.color_primaries ?? ''],
  frameRate: rateOf(stream.avg_frame_rate) ?? rateOf(stream.r_frame_rate),
  height: stream.height,
  matrixCoefficients: colours[stream.color_space ?? ''],
  transferCharacteristics: colours[stream.color_transfer ?? ''],
  width: stream.width,
});

const audioProperties = (stream: Stream) => ({
  bitRate: stream.bit_rate,
  channels: stream.channels,
  languageCode: languageOf(stream),
  sampleRate: stream.sample_rate,
});

function trackOf(stream: Stream, picture: number | undefined) {
  const common = { index: stream.index + 1, codec: codecOf(stream), duration: stream.duration };
  if (stream.codec_type === 'video' && stream.index === picture)
    return { ...common, trackType: 'video', videoProperties: videoProperties(stream) };
  if (stream.codec_type === 'audio')
    return { ...common, trackType: 'audio', audioProperties: audioProperties(stream) };
  return { ...common, trackType: 'data' };
}

/**
 * One `ProbeResult` of the service's model, on the wire. As AWS's, it tells neither rotation nor pixel aspect; covers
 * count as data. Indexes begin at 1, durations are seconds.
 */
export function probeResult(source: Source, info: ObjectInfo) {
  const picture = source.picture?.stream.index;
  const tracks = source.streams.map((stream) => trackOf(stream, picture));
  const indexes = (type: string) =>
    tracks.filter((track) => track.trackType === type).map((track) => track.index);
  return {
    container: {
      bitRate: source.bitRate ?? undefined,
      duration: source.durationSeconds ?? undefined,
      format: formatOf(source),
      tracks,
    },
    metadata: {
      eTag: `"${info.etag}"`,
      fileSize: info.sizeBytes,
      lastModified: Math.floor(info.lastModifiedMs / 1000),
      mimeType: info.contentType,
    },
    trackMappings: [
      {
        audioTrackIndexes: indexes('audio'),
        dataTrackIndexes: indexes('data'),
        videoTrackIndexes: indexes('video'),
      },
    ],
  };
}

/** What INPUT_INFORMATION says of an input (docs.aws.amazon.com/mediaconvert/latest/ug/ev_status_input_information.html). */
export function inputDetails({ picture, audios }: Source, uri: string) {
  const video = picture?.stream;
  const sampling = /4(20|22|44)p/.exec(video?.pix_fmt ?? '')?.[1] ?? '20';
  const codec = video && codecOf(video);
  return [
    {
      id: 1,
      uri,
      ...(audios.length > 0 && {
        audio: audios.map((audio) => ({
          channels: audio.channels,
          codec: codecOf(audio),
          language: languageOf(audio),
          sampleRate: audio.sample_rate,
          streamId: audio.index + 1,
        })),
      }),
      ...(video && {
        video: [
          {
            bitDepth: bitDepthOf(video),
            codec: codec === 'AVC' ? 'H_264' : codec === 'HEVC' ? 'H_265' : codec,
            colorFormat: `YUV_4${sampling}`,
            fourCC: video.codec_tag_string,
            frameRate: Number((picture.frameRate.num / picture.frameRate.den).toFixed(3)),
            height: video.height,
            interlaceMode: picture.interlaced ? 'INTERLACED' : 'PROGRESSIVE',
            sar: video.sample_aspect_ratio ?? '1:1',
            standard: 'UNSPECIFIED',
            streamId: video.index + 1,
            width: video.width,
          },
        ],
      }),
    },
  ];
}
