import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findBox } from './box.ts';
import { codecOfInit, codecOfTransport } from './codec.ts';
import { workName } from './command.ts';
import type { Wanted } from './wanted.ts';

/** One finished segment in the work folder. */
export type Segment = {
  file: string;
  seconds: number;
  sizeBytes: number;
  /** On the track's own time scale; null in MPEG-TS. */
  start: number | null;
};

/** A finished stream of segments: a rendition or the sound. */
export type Track = {
  init: string | null;
  /** Ticks a second of `Segment.start`; null in MPEG-TS. */
  timescale: number | null;
  segments: Segment[];
  seconds: number;
  sizeBytes: number;
  /** RFC 6381: `avc1.640028`, `mp4a.40.2`. */
  codec: string;
};

const headBytes = 64 * 1024;

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Version 1 has 64-bit times (mdhd). */
function timescaleOf(init: Buffer): number | null {
  const header = findBox(init, ['moov', 'trak', 'mdia', 'mdhd']);
  return header ? header.readUInt32BE(header[0] === 1 ? 20 : 12) : null;
}

function startOf(segment: Buffer): number | null {
  const time = findBox(segment, ['moof', 'traf', 'tfdt']);
  return time && (time[0] === 1 ? Number(time.readBigUInt64BE(4)) : time.readUInt32BE(4));
}

/** Durations and files of ffmpeg's own playlist. */
function listed(playlist: string): { file: string; seconds: number }[] {
  return [...playlist.matchAll(/^#EXTINF:([\d.]+),.*\n(?:#.*\n)*(.+)$/gm)].map(([, seconds, file]) => ({
    file: file ?? '',
    seconds: Number(seconds),
  }));
}

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

/**
 * Reads back what ffmpeg made under `name`. What is declared of it elsewhere is measured here, not assumed.
 * @throws Error when there is nothing
 */
export async function readTrack(
  folder: string,
  name: string,
  container: Wanted['container'],
): Promise<Track> {
  const fragmented = container === 'cmaf';
  const init = fragmented ? workName.init(name) : null;
  const initData = init ? await readFile(join(folder, init)) : null;
  const playlist = await readFile(join(folder, workName.playlist(name)), 'utf8');
  const segments: Segment[] = [];
  let codec = initData && codecOfInit(initData);
  for (const { file, seconds } of listed(playlist)) {
    const path = join(folder, file);
    const head = await headOf(path);
    codec ??= fragmented ? null : codecOfTransport(head);
    const { size } = await stat(path);
    segments.push({ file, seconds, sizeBytes: size, start: fragmented ? startOf(head) : null });
  }
  if (segments.length === 0) throw new Error(`${name} has no segments`);
  if (!codec) throw new Error(`${name} does not say its codec`);
  return {
    init,
    timescale: initData ? timescaleOf(initData) : null,
    segments,
    seconds: sum(segments.map((segment) => segment.seconds)),
    sizeBytes: sum(segments.map((segment) => segment.sizeBytes)),
    codec,
  };
}

/** Peak and mean rate in bits a second, over whole segments (RFC 8216bis, 4.4.6.2); a short last one is no peak. */
export function bandwidthOf({ segments, seconds, sizeBytes }: Track): { peak: number; average: number } {
  const longest = Math.max(...segments.map((segment) => segment.seconds));
  const rates = segments
    .filter((segment) => segment.seconds >= longest / 2)
    .map((segment) => (segment.sizeBytes * 8) / segment.seconds);
  const average = Math.ceil((sizeBytes * 8) / seconds);
  return { peak: Math.max(average, Math.ceil(Math.max(...rates))), average };
}
