/** ffmpeg's names of codecs in the service's (`Codec` of its model). */
const codecs: Record<string, string> = {
  aac: 'AAC',
  ac3: 'AC3',
  amr_nb: 'AMR',
  amr_wb: 'AMR',
  av1: 'AV1',
  dnxhd: 'VC3',
  dvvideo: 'DV',
  eac3: 'EAC3',
  flac: 'FLAC',
  h263: 'H263',
  h264: 'AVC',
  hevc: 'HEVC',
  jpeg2000: 'JPEG2000',
  mjpeg: 'MJPEG',
  mp2: 'MP2',
  mp3: 'MP3',
  mpeg1video: 'MPEG1',
  mpeg2video: 'MPEG2',
  mpeg4: 'MP4V',
  opus: 'OPUS',
  prores: 'PRORES',
  qtrle: 'QTRLE',
  rawvideo: 'UNCOMPRESSED',
  theora: 'THEORA',
  vc1: 'VC1',
  vorbis: 'VORBIS',
  vp8: 'VP8',
  vp9: 'VP9',
  webvtt: 'WEBVTT',
  wmapro: 'WMAPRO',
  wmav1: 'WMA',
  wmav2: 'WMA2',
};

/** The service's name of a stream's coding; `UNKNOWN` for what it does not decode. */
export const codecOf = ({ codec_name = '' }: { codec_name?: string | undefined }): string =>
  codecs[codec_name] ?? (codec_name.startsWith('pcm_') ? 'PCM' : 'UNKNOWN');
