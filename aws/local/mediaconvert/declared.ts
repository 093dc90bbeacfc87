import { JobError, jobErrors, type Source, type Stream } from './source.ts';

/** Containers that write their length down; others' is counted from what is there, and cannot be cut off. */
const declaring = ['mov', 'matroska', 'avi', 'asf', 'mxf'];
const longestGapSeconds = 2;
const shortestGapSeconds = 0.3;
const gapShare = 0.05;
/** Nothing that moves or sounds takes less. */
const leastBitsPerSecond = 64;
const shortEnough = 600;

/** Matroska keeps a track's length in a tag: `00:00:07.000000000`. */
function taggedSeconds(stream: Stream): number | undefined {
  const tag = Object.entries(stream.tags ?? {}).find(([name]) => /^DURATION(-|$)/i.test(name))?.[1];
  const [, hours, minutes, seconds] = /^(\d+):(\d+):([\d.]+)$/.exec(tag ?? '') ?? [];
  return seconds === undefined ? undefined : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** How long a track says it lasts, from the file's start, in seconds; null when it does not say. */
function endOf(source: Source, stream: Stream): number | null {
  if (!declaring.some((name) => source.format.split(',').includes(name))) return null;
  const own = stream.duration ?? taggedSeconds(stream) ?? source.durationSeconds;
  return own && source.durationSeconds ? Math.min(own, source.durationSeconds) : own;
}

/** Refuses a file whose declared length its bytes cannot hold, before anything is spent on it. */
export function refuseUnbelievable({ durationSeconds, sizeBytes }: Source) {
  if (!durationSeconds || durationSeconds < shortEnough) return;
  if ((sizeBytes * 8) / durationSeconds >= leastBitsPerSecond) return;
  throw new JobError(
    jobErrors.cutOff,
    `The input declares ${Math.round(durationSeconds)} seconds, which its ${sizeBytes} bytes cannot hold.`,
  );
}

/**
 * Refuses what came out shorter than the tracks in use declare: ffmpeg ends without complaint where a file is cut off.
 * Allowed are 5 % of the length, between 0.3 and 2 seconds, and a frame and a half of slow pictures.
 * @throws JobError 1076
 */
export function refuseCutOff(source: Source, used: Stream[], madeSeconds: number) {
  const ends = used.map((stream) => endOf(source, stream)).filter((end) => end !== null);
  if (ends.length === 0) return;
  const declared = Math.max(...ends);
  const rate = source.picture?.frameRate;
  const frame = rate ? (1.5 * rate.den) / rate.num : 0;
  const gap = Math.max(shortestGapSeconds, Math.min(longestGapSeconds, declared * gapShare)) + frame;
  if (declared - madeSeconds <= gap) return;
  throw new JobError(
    jobErrors.cutOff,
    `The input ends after ${madeSeconds.toFixed(1)} of the ${declared.toFixed(1)} seconds that it declares.`,
  );
}
