import { formatBytes } from '../format.ts';
import type { Upload } from '../upload.ts';

/** Bytes of a file, and when it was changed last in ms since 1970. */
export type FileFacts = { name: string; size: number; lastModified: number };

/** Tells the same file again later; `name` may be a path where there is one. */
export const fingerprintOf = ({ name, size, lastModified }: FileFacts) => `${name}|${size}|${lastModified}`;

/** What is wrong with a file before its first byte is sent, as a sentence; null when nothing is. */
export function objectionTo(
  { name, size }: Pick<FileFacts, 'name' | 'size'>,
  rules: { extensions: readonly string[]; maxBytes: number },
) {
  const extension = /\.[^.]+$/.exec(name)?.[0].toLowerCase() ?? '';
  if (!rules.extensions.includes(extension))
    return extension
      ? `Files ending in ${extension} are not taken.`
      : 'The name has no ending that tells its format.';
  if (size === 0) return 'The file is empty.';
  if (size > rules.maxBytes) return 'The file is too big for the storage.';
  return null;
}

type Parts = Pick<Upload, 'sizeBytes' | 'partSizeBytes' | 'partCount'>;

/** Where part `partNumber` (from 1) begins and ends in the file; `end` is exclusive. */
export function partRange({ sizeBytes, partSizeBytes }: Parts, partNumber: number) {
  const start = (partNumber - 1) * partSizeBytes;
  return { start, end: Math.min(start + partSizeBytes, sizeBytes) };
}

export function sizeOfPart(upload: Parts, partNumber: number): number {
  const { start, end } = partRange(upload, partNumber);
  return end - start;
}

export type DonePart = { partNumber: number; etag: string };

/** Which parts are there already, whole, and which are still to be sent. */
export function resumeFrom(upload: Parts & Pick<Upload, 'parts'>) {
  const done: DonePart[] = [];
  const left: number[] = [];
  for (let partNumber = 1; partNumber <= upload.partCount; partNumber++) {
    const known = upload.parts.find((part) => part.partNumber === partNumber);
    if (known?.sizeBytes === sizeOfPart(upload, partNumber)) done.push({ partNumber, etag: known.etag });
    else left.push(partNumber);
  }
  return { done, left };
}

/** How long to wait before attempt `attempt` (from 1) is repeated, in ms: doubling to half a minute, spread by chance. */
export const backoffMs = (attempt: number, chance: number) =>
  Math.min(30_000, 1000 * 2 ** (attempt - 1)) * (0.5 + chance / 2);

/** `34 % · 119 MB of 350 MB · 8.1 MB/s · about 30 s left`; `speed` in bytes/s, null while nobody can tell. */
export function sentSoFar(sentBytes: number, sizeBytes: number, speed: number | null): string {
  const percent = Math.floor((100 * sentBytes) / Math.max(1, sizeBytes));
  const progress = `${percent} % · ${formatBytes(sentBytes)} of ${formatBytes(sizeBytes)}`;
  const pace = speed === null ? [] : [`${formatBytes(speed)}/s`, timeLeft(sizeBytes - sentBytes, speed)];
  return [progress, ...pace].filter(Boolean).join(' · ');
}

const windowMs = 8000;

/** Measures bytes/s over the last seconds; null until there is something to tell. Times in ms. */
export function createSpeed() {
  let samples: { at: number; bytes: number }[] = [];
  return (at: number, bytes: number): number | null => {
    samples = [...samples.filter((sample) => at - sample.at <= windowMs), { at, bytes }];
    const first = samples[0];
    return first && at - first.at >= 1000
      ? Math.max(0, ((bytes - first.bytes) * 1000) / (at - first.at))
      : null;
  };
}

/** `about 3 min left` of bytes still to send at a speed in bytes/s; empty when nobody can tell, or nothing is left. */
export function timeLeft(bytes: number, speed: number | null): string {
  if (!speed || bytes <= 0) return '';
  const seconds = bytes / speed;
  if (seconds < 10) return 'a few seconds left';
  if (seconds < 90) return `about ${Math.ceil(seconds / 10) * 10} s left`;
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} min left`;
  return `about ${Math.round(seconds / 3600)} h left`;
}
