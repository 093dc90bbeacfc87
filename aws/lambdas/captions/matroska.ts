import { eachOf, inPieces, type ReadBytes, uintOf, viewOf } from '../container/bytes.ts';
import { childrenOf, headerBytes, readElement, readLength, walk } from '../container/ebml.ts';
import { ids, type Matroska, type MatroskaTrack, readMatroska, trackTypes } from '../container/matroska.ts';
import { readRanges } from '../container/ranges.ts';
import { readers } from './payload.ts';
import { type Block, type CaptionTrack, cuesOf } from './track.ts';

/** Reads at a time of blocks that are longer than usual. */
const most = 8;
/** Of a file whose index does not tell where text lies, everything is read. */
const pieceBytes = 4 * 1024 ** 2;
/** Of its head, and around one block of text. */
const headBytes = 64 * 1024;
const blockBytes = 2048;
/** No text is longer; anything else is skipped unread. */
const maxTextBytes = 256 * 1024;

/** A block as it lies in the file: `offset` in ticks from its cluster, `ticks` how long it shows. */
type Raw = { track: number; offset: number; ticks: number | null; content: Uint8Array };

/** Track, time and flags, then content (RFC 9559, 10.1); content in laces is not text. */
function blockOf(data: Uint8Array, ticks: number | null): Raw | null {
  const number = readLength(data, 0);
  if (!number || number.value === null || number.end + 3 > data.length) return null;
  const isLaced = ((data[number.end + 2] ?? 0) & 0x06) !== 0;
  const offset = viewOf(data).getInt16(number.end);
  return isLaced ? null : { track: number.value, offset, ticks, content: data.subarray(number.end + 3) };
}

function rawOf(id: number, data: Uint8Array): Raw | null {
  if (id === ids.simpleBlock) return blockOf(data, null);
  if (id !== ids.blockGroup) return null;
  const children = childrenOf(data);
  const block = children.find((child) => child.id === ids.block)?.data;
  const duration = children.find((child) => child.id === ids.blockDuration)?.data;
  return block ? blockOf(block, duration ? uintOf(duration) : null) : null;
}

/** Where the index says that a block lies. */
type Place = { track: number; time: number; cluster: number; relative: number | null };

function placesOf(cues: Uint8Array): Place[] {
  return childrenOf(cues).flatMap(({ data }) => {
    const point = childrenOf(data);
    const time = point.find(({ id }) => id === ids.cueTime)?.data ?? new Uint8Array();
    const positions = point.filter(({ id }) => id === ids.cuePositions);
    return positions.map((position) => {
      const fields = new Map(childrenOf(position.data).map(({ id, data }) => [id as number, uintOf(data)]));
      return {
        track: fields.get(ids.cueTrack) ?? 0,
        time: uintOf(time),
        cluster: fields.get(ids.cueCluster) ?? 0,
        relative: fields.get(ids.cueRelative) ?? null,
      };
    });
  });
}

type Timed = Raw & { time: number };

/** Where blocks lie in the file: positions within a cluster count from its content. */
async function findBlocks(read: ReadBytes, origin: number, places: Place[]): Promise<number[]> {
  const clusters = [...new Set(places.map(({ cluster }) => origin + cluster))];
  const heads = await readRanges(
    read,
    clusters.map((at) => ({ at, length: headerBytes })),
  );
  const starts = new Map(
    clusters.map((at, index) => [at, readElement(heads[index] ?? new Uint8Array(), 0, at)?.start ?? at]),
  );
  return places.map(({ cluster, relative }) => (starts.get(origin + cluster) ?? 0) + (relative ?? 0));
}

/** Reads the blocks that the index names; few are longer than what is read of each at first. */
async function readPlaces(read: ReadBytes, origin: number, places: Place[]): Promise<Timed[]> {
  const found = await findBlocks(read, origin, places);
  const heads = await readRanges(
    read,
    found.map((at) => ({ at, length: blockBytes })),
  );
  const blocks = await eachOf([...places.entries()], most, async ([index, { time }]) => {
    const [head = new Uint8Array(), at = 0] = [heads[index], found[index]];
    const element = readElement(head, 0, at);
    if (!element || element.end === null || element.end - element.start > maxTextBytes) return null;
    const isWhole = element.end <= at + head.length;
    const data = isWhole
      ? head.subarray(element.start - at, element.end - at)
      : read(element.start, element.end);
    const raw = rawOf(element.id, await data);
    return raw && { ...raw, time };
  });
  return blocks.filter((block) => block !== null);
}

/** Reads every cluster's headers, and the blocks of the tracks that are wanted. */
async function scan(read: ReadBytes, { firstCluster, end }: Matroska, wanted: number[]): Promise<Timed[]> {
  const found: Timed[] = [];
  const pieces = inPieces(read, pieceBytes);
  let clock = 0;
  for await (const element of walk(pieces, firstCluster ?? end, end, ids.cluster)) {
    const length = (element.end ?? element.start) - element.start;
    if (element.id === ids.timestamp) clock = uintOf(await pieces(element.start, element.start + length));
    const isBlock = element.id === ids.simpleBlock || element.id === ids.blockGroup;
    if (!isBlock || length > maxTextBytes) continue;
    const raw = rawOf(element.id, await pieces(element.start, element.start + length));
    if (raw && wanted.includes(raw.track))
      found.push({ ...raw, content: raw.content.slice(), time: clock + raw.offset });
  }
  return found;
}

const isText = ({ type, codec, unpack }: MatroskaTrack) =>
  type === trackTypes.subtitle && unpack !== null && Object.hasOwn(readers, codec);

/** By the index where it names each track's text, else by reading all there is. */
async function readBlocks(read: ReadBytes, file: Matroska, numbers: number[]): Promise<Timed[]> {
  const places = placesOf(file.cues ?? new Uint8Array()).filter(({ track }) => numbers.includes(track));
  const isIndexed = numbers.every((number) => places.some(({ track }) => track === number));
  return isIndexed && places.every(({ relative }) => relative !== null)
    ? readPlaces(read, file.origin, places)
    : scan(read, file, numbers);
}

/** The text tracks of a Matroska or WebM file; pictures of text are left out. */
export async function matroskaCaptions(read: ReadBytes, sizeBytes: number): Promise<CaptionTrack[]> {
  const file = await readMatroska(inPieces(read, headBytes), sizeBytes);
  const tracks = file?.tracks.filter(isText) ?? [];
  if (!file || tracks.length === 0) return [];
  const blocks = await readBlocks(
    read,
    file,
    tracks.map(({ number }) => number),
  );
  return tracks.map(({ number, codec, language, name, isForced, unpack }) => {
    const own = blocks
      .filter(({ track }) => track === number)
      .map(({ time, ticks, content }): Block => {
        const startMs = time * file.tickMs;
        const endMs = ticks === null ? null : startMs + ticks * file.tickMs;
        return { startMs, endMs, content: unpack?.(content) ?? content };
      });
    return { language, name, isForced, cues: cuesOf(codec, own) };
  });
}
