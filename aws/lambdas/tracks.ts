import type { InputAudioTrack, InputVideoTrack } from 'mediabunny';
import { languageTag } from '../../shared/language.ts';
import type { AudioTrack, PictureTrack } from '../../shared/probe.ts';
import { allowsFields, firstSps } from './avc.ts';

/** Dolby Vision's own sample entries; its compatible kinds have those of HEVC and say PQ or HLG. */
const dolbyVision = ['dvh1', 'dvhe', 'dva1', 'dvav', 'dav1'];

async function isHdr(track: InputVideoTrack): Promise<boolean> {
  const { transfer } = await track.getColorSpace();
  const entry = String(await track.getInternalCodecId());
  return ['pq', 'hlg'].includes(String(transfer)) || dolbyVision.includes(entry);
}

const bytesOf = (buffer: ArrayBufferView | ArrayBufferLike) =>
  ArrayBuffer.isView(buffer)
    ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    : new Uint8Array(buffer);

/** Codecs that know no fields, or are never used with them. */
const progressive = ['hevc', 'vp8', 'vp9', 'av1'];

/** Whether fields may come; only H.264 says so where it is cheap to read. */
async function isInterlaced(track: InputVideoTrack): Promise<boolean | null> {
  const codec = await track.getCodec();
  if (progressive.includes(String(codec))) return false;
  const description = codec === 'avc' ? (await track.getDecoderConfig())?.description : undefined;
  const sps = description && firstSps(bytesOf(description));
  return sps ? allowsFields(sps) : null;
}

/** The frame rate is not in a header: null. */
export async function pictureOf(track: InputVideoTrack): Promise<PictureTrack> {
  return {
    width: await track.getCodedWidth(),
    height: await track.getCodedHeight(),
    rotation: await track.getRotation(),
    pixelAspect: await track.getPixelAspectRatio(),
    frameRate: null,
    isHdr: await isHdr(track),
    isInterlaced: await isInterlaced(track),
  };
}

export async function soundOf(track: InputAudioTrack): Promise<AudioTrack> {
  return {
    language: languageTag(await track.getLanguageCode()),
    name: await track.getName(),
    channels: await track.getNumberOfChannels(),
    isDefault: (await track.getDisposition()).default,
  };
}
