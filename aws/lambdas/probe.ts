import {
  BadRequestException,
  type FrameRate,
  ProbeCommand,
  type ProbeResult,
  type Track,
} from '@aws-sdk/client-mediaconvert';
import type { Input } from '../../shared/catalog-item.ts';
import type { Fraction, PictureTrack, Probe } from '../../shared/ladder.ts';
import type { Context } from './context.ts';
import { type Header, readHeader } from './header.ts';
import { fileUrl } from './job-request.ts';
import { readSource, SourceFailure } from './source.ts';

/** Rates outside of this are time bases or mistakes, not frame rates. */
const believable = { from: 1, to: 300 };

function frameRateOf(rate: FrameRate | undefined): Fraction | null {
  const [num, den] = [rate?.Numerator ?? 0, rate?.Denominator ?? 0];
  const perSecond = den > 0 ? num / den : 0;
  return perSecond >= believable.from && perSecond <= believable.to ? { num, den } : null;
}

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
  };
}

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

/** Joins both: the header knows shape and tracks, the service the frame rate; without a header the service knows all. */
export function joinProbe(header: Header | null, result: ProbeResult | null): Probe | null {
  const tracks = result?.Container?.Tracks ?? [];
  if (tracks.length === 0) return null;
  const video = tracks.find((track) => track.TrackType === 'video');
  const seen = video ? pictureOf(video) : null;
  const seconds = result?.Container?.Duration;
  const durationMs = header?.durationMs ?? (seconds ? Math.round(seconds * 1000) : null);
  if (!header)
    return { durationMs, picture: seen, hasAudio: tracks.some((track) => track.TrackType === 'audio') };
  const { picture, hasAudio } = header;
  return { durationMs, picture: picture && { ...picture, frameRate: seen?.frameRate ?? null }, hasAudio };
}

/**
 * Looks at the claimed file before anything is paid for.
 * @throws SourceFailure when it cannot be played; any other error means "again, later"
 */
export async function probeSource(context: Context, input: Input): Promise<Probe> {
  const header = await readHeader((start, end) => readSource(context, input, start, end), input.sizeBytes);
  const probe = joinProbe(header, await askService(context, input));
  if (!probe) throw new SourceFailure(header ? 'unreadable_source' : 'not_media');
  return probe;
}
