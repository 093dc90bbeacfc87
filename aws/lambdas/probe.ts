import {
  BadRequestException,
  type FrameRate,
  ProbeCommand,
  type ProbeResult,
  type Track,
} from '@aws-sdk/client-mediaconvert';
import type { Input } from '../../shared/catalog-item.ts';
import { languageTag } from '../../shared/language.ts';
import type { AudioTrack, Fraction, PictureTrack, Probe } from '../../shared/probe.ts';
import { readSequence, type Sequence } from './container/mpeg-sequence.ts';
import type { Context } from './context.ts';
import { type Lengths, seenLengths } from './expected.ts';
import { readHeader } from './header.ts';
import { fileUrl } from './job-request.ts';
import type { Header } from './media-tasks.ts';
import { readSource } from './source.ts';
import { SourceFailure } from './source-failure.ts';

/** Rates outside of this are time bases or mistakes, not frame rates. */
const believable = { from: 1, to: 300 };

function frameRateOf(rate: FrameRate | undefined): Fraction | null {
  const [num, den] = [rate?.Numerator ?? 0, rate?.Denominator ?? 0];
  const perSecond = den > 0 ? num / den : 0;
  return perSecond >= believable.from && perSecond <= believable.to ? { num, den } : null;
}

/** PQ and HLG (ITU-R BT.2100). */
const hdrTransfers: string[] = ['SMPTE_2084', 'ARIB_B67'];

const rotations = [0, 90, 180, 270] as const;

function pictureOf({ VideoProperties: video }: Track): PictureTrack | null {
  if (!video?.Width || !video.Height) return null;
  const turned = (((video.Rotation ?? 0) % 360) + 360) % 360;
  const aspect = video.SampleAspectRatio ?? video.CodecMetadata?.SampleAspectRatio;
  return {
    width: video.Width,
    height: video.Height,
    rotation: rotations.find((rotation) => rotation === turned) ?? 0,
    pixelAspect: { num: aspect?.Numerator || 1, den: aspect?.Denominator || 1 },
    frameRate: frameRateOf(video.FrameRate),
    isHdr: hdrTransfers.includes(video.TransferCharacteristics ?? ''),
    isInterlaced: null,
  };
}

const soundOf = ({ AudioProperties: audio }: Track, index: number): AudioTrack => ({
  language: languageTag(audio?.LanguageCode),
  name: null,
  channels: audio?.Channels ?? null,
  isDefault: index === 0,
});

/** Asks MediaConvert what it sees; null where it does not recognise the file. */
async function askService({ mediaconvert }: Context, { bucket, key }: Input): Promise<ProbeResult | null> {
  const command = new ProbeCommand({ InputFiles: [{ FileUrl: fileUrl(bucket, key) }] });
  try {
    return (await mediaconvert.send(command)).ProbeResults?.[0] ?? null;
  } catch (error) {
    if (error instanceof BadRequestException) return null;
    throw error;
  }
}

/** What is read of the file itself: its header, and where that says nothing of an MPEG-2 picture, the picture. */
export type Read = { header: Header | null; sequence: Sequence | null };

/**
 * Of a track that both know, the header tells the shape and the service the frame rate. The size as well where the header
 * has none and it was read of the picture, as in transport streams: fields are taken for frames there, half as high.
 */
function joinPicture({ header, sequence }: Read, seen: PictureTrack | null): PictureTrack | null {
  const known = header?.picture;
  if (known && seen) {
    const { width, height, frameRate } = seen;
    const size = header.listsAll ? {} : { width, height };
    return { ...known, ...size, frameRate, isHdr: known.isHdr || seen.isHdr };
  }
  if (known || header?.listsAll) return known ?? null;
  const isOf = sequence !== null && sequence.width === seen?.width && sequence.height === seen.height;
  return seen && isOf ? { ...seen, ...sequence } : seen;
}

const isKnown = (track: Track | undefined) => track !== undefined && track.Codec !== 'UNKNOWN';

/**
 * Joins both: the header knows shape and tracks, the service the frame rate; without a header the service knows all.
 * Sound is numbered as the service counts it, so where both do not see the same number of tracks, the service's stand.
 * @throws SourceFailure where the coding is not known
 */
export function joinProbe(own: Read, result: ProbeResult | null, sizeBytes: number): Probe | null {
  const tracks = result?.Container?.Tracks ?? [];
  if (tracks.length === 0) return null;
  const video = tracks.find((track) => track.TrackType === 'video');
  const sounds = tracks.filter((track) => track.TrackType === 'audio');
  const seen = video ? pictureOf(video) : null;
  const picture = joinPicture(own, seen);
  const known = sounds.filter(isKnown);
  const decodable = picture ? isKnown(video) : known.length > 0 || sounds.length === 0;
  if (!decodable) throw new SourceFailure('unsupported_codec');
  const seconds = result?.Container?.Duration;
  return {
    durationMs: own.header?.durationMs ?? (seconds ? Math.round(seconds * 1000) : null),
    sizeBytes,
    picture,
    audio: own.header?.audio.length === known.length ? own.header.audio : known.map(soundOf),
  };
}

/** Who says how long the source is; where its header writes nothing down, the service can only have reckoned. */
function saidOf(header: Header | null, result: ProbeResult | null): Lengths[] {
  const seen = seenLengths(result);
  if (!header) return [seen];
  return header.lengths ? [header.lengths, seen] : [];
}

/**
 * Looks at the claimed file before anything is paid for.
 * @throws SourceFailure when it cannot be played; any other error means "again, later"
 */
export async function probeSource(context: Context, input: Input): Promise<Probe & { said: Lengths[] }> {
  const read = (start: number, end: number) => readSource(context, input, start, end);
  const header = await readHeader(read, input.sizeBytes, context.readMedia);
  const sequence = header?.picture ? null : await readSequence(read, input.sizeBytes);
  const result = await askService(context, input);
  const probe = joinProbe({ header, sequence }, result, input.sizeBytes);
  if (!probe) throw new SourceFailure(header ? 'unreadable_source' : 'not_media');
  return { ...probe, said: saidOf(header, result) };
}
