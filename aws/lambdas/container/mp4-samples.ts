import { boxAt } from './boxes.ts';
import { viewOf } from './bytes.ts';

/** One sample of a track: where it lies, and when it shows in ms. */
export type Sample = { at: number; length: number; startMs: number; endMs: number };

/** The entries of a table box after its version, flags and `skip` bytes: `width` numbers of 32 bits each. */
function tableOf(box: Uint8Array | null, width: number, skip = 0): number[][] {
  if (!box || box.length < 8 + skip) return [];
  const view = viewOf(box);
  const most = Math.floor((box.length - 8 - skip) / (4 * width));
  const count = Math.min(view.getUint32(4 + skip), most);
  return Array.from({ length: count }, (_, row) =>
    Array.from({ length: width }, (__, column) => view.getUint32(8 + skip + 4 * (row * width + column))),
  );
}

/** Where chunks lie: 32 bits each, or 64. */
function chunksOf(table: Uint8Array): number[] {
  const short = boxAt(table, 'stco');
  if (short) return tableOf(short, 1).map(([at = 0]) => at);
  return tableOf(boxAt(table, 'co64'), 2).map(([high = 0, low = 0]) => high * 2 ** 32 + low);
}

/** More captions than a film of a day has. */
const maxSamples = 1024 ** 2;

function sizesOf(table: Uint8Array): number[] {
  const box = boxAt(table, 'stsz');
  if (!box || box.length < 12) return [];
  const [common, count] = [viewOf(box).getUint32(4), viewOf(box).getUint32(8)];
  if (common > 0) return Array.from({ length: Math.min(count, maxSamples) }, () => common);
  return tableOf(box, 1, 4).map(([size = 0]) => size);
}

/** Where each sample lies: chunks in order, of as many samples as `stsc` says from a chunk on (8.7.4). */
function placesOf(table: Uint8Array): { at: number; length: number }[] {
  const sizes = sizesOf(table);
  const runs = tableOf(boxAt(table, 'stsc'), 3);
  const places: { at: number; length: number }[] = [];
  let run = 0;
  for (const [index, chunk] of chunksOf(table).entries()) {
    while ((runs[run + 1]?.[0] ?? Number.POSITIVE_INFINITY) <= index + 1) run += 1;
    let at = chunk;
    for (let left = runs[run]?.[1] ?? 0; left > 0 && places.length < sizes.length; left -= 1) {
      const length = sizes[places.length] ?? 0;
      places.push({ at, length });
      at += length;
    }
  }
  return places;
}

/** Ticks a second, from a header that has it after its times: 32 bits each, or 64 in version 1. */
export const timescaleOf = (header: Uint8Array | null) =>
  header && header.length >= 24 ? viewOf(header).getUint32(header[0] === 1 ? 20 : 12) : 0;

/** How much later the track begins: an empty edit at its front (8.6.6). */
function delayMs(track: Uint8Array, movieTimescale: number): number {
  const list = boxAt(track, 'edts', 'elst');
  if (!list || list.length < 16 || list[0] === 1 || movieTimescale === 0) return 0;
  const view = viewOf(list);
  return view.getInt32(12) === -1 ? (view.getUint32(8) / movieTimescale) * 1000 : 0;
}

/** The samples of a track (the content of its `trak`), as far as its tables go. */
export function samplesOf(track: Uint8Array, movieTimescale: number): Sample[] {
  const table = boxAt(track, 'mdia', 'minf', 'stbl');
  const timescale = timescaleOf(boxAt(track, 'mdia', 'mdhd'));
  if (!table || timescale === 0) return [];
  const places = placesOf(table);
  const samples: Sample[] = [];
  const offset = delayMs(track, movieTimescale);
  const ms = (ticks: number) => Math.round(offset + (ticks / timescale) * 1000);
  let time = 0;
  for (const [count = 0, duration = 0] of tableOf(boxAt(table, 'stts'), 2))
    for (let left = count; left > 0 && samples.length < places.length; left -= 1, time += duration) {
      const place = places[samples.length] ?? { at: 0, length: 0 };
      samples.push({ ...place, startMs: ms(time), endMs: ms(time + duration) });
    }
  return samples;
}
