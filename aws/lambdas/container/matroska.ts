import { inflateSync } from 'node:zlib';
import { languageTag } from '../../../shared/language.ts';
import { type ReadBytes, textOf, uintOf } from './bytes.ts';
import { type Child, childrenOf, readElement, walk } from './ebml.ts';

/** Ids of elements (RFC 9559, section 5). */
export const ids = {
  ...{ ebml: 0x1a45dfa3, segment: 0x18538067, cluster: 0x1f43b675, timestamp: 0xe7 },
  ...{ seekHead: 0x114d9b74, seek: 0x4dbb, seekId: 0x53ab, seekPosition: 0x53ac },
  ...{ info: 0x1549a966, timestampScale: 0x2ad7b1 },
  ...{ tracks: 0x1654ae6b, track: 0xae, number: 0xd7, type: 0x83, codec: 0x86, name: 0x536e },
  ...{ language: 0x22b59c, languageBcp47: 0x22b59d, isDefault: 0x88, isForced: 0x55aa },
  ...{ encodings: 0x6d80, encoding: 0x6240, encodingType: 0x5033, compression: 0x5034, encryption: 0x5035 },
  ...{ algorithm: 0x4254, settings: 0x4255 },
  ...{ simpleBlock: 0xa3, blockGroup: 0xa0, block: 0xa1, blockDuration: 0x9b },
  ...{ cues: 0x1c53bb6b, cuePoint: 0xbb, cueTime: 0xb3, cuePositions: 0xb7, cueTrack: 0xf7 },
  ...{ cueCluster: 0xf1, cueRelative: 0xf0, cueDuration: 0xb2 },
} as const;

export const trackTypes = { picture: 1, sound: 2, subtitle: 17 } as const;

export type MatroskaTrack = {
  number: number;
  type: number;
  codec: string;
  language: string | null;
  name: string | null;
  isForced: boolean;
  isEncrypted: boolean;
  /** Undoes what was done to the content of blocks; null where it cannot be undone. */
  unpack: ((content: Uint8Array) => Uint8Array) | null;
};

export type Matroska = {
  tracks: MatroskaTrack[];
  /** Milliseconds a tick of the file's clock lasts. */
  tickMs: number;
  /** Where the segment's content begins: positions count from here. */
  origin: number;
  end: number;
  cues: Uint8Array | null;
  firstCluster: number | null;
};

/** Index and tracks of a film of a day are smaller. */
const maxElementBytes = 32 * 1024 ** 2;
const maxUnpackedBytes = 1024 ** 2;
const zlib = 0;
const headerStripping = 3;

const find = (children: Child[], id: number) => children.find((child) => child.id === id)?.data;
const numberIn = (children: Child[], id: number, missing: number) => {
  const data = find(children, id);
  return data ? uintOf(data) : missing;
};

function unpackOf(encodings: Child[]): MatroskaTrack['unpack'] {
  if (encodings.length === 0) return (content) => content;
  const [first] = encodings;
  const compression = first && find(childrenOf(first.data), ids.compression);
  if (encodings.length > 1 || !compression) return null;
  const algorithm = numberIn(childrenOf(compression), ids.algorithm, zlib);
  if (algorithm === zlib) return (content) => inflateSync(content, { maxOutputLength: maxUnpackedBytes });
  const prefix = find(childrenOf(compression), ids.settings) ?? new Uint8Array();
  return algorithm === headerStripping ? (content) => Buffer.concat([prefix, content]) : null;
}

/** A track without a language is English (RFC 9559, 5.1.4.1.19). */
function trackOf(data: Uint8Array): MatroskaTrack {
  const children = childrenOf(data);
  const text = (id: number) => textOf(find(children, id) ?? new Uint8Array());
  const encodings = childrenOf(find(children, ids.encodings) ?? new Uint8Array());
  return {
    number: numberIn(children, ids.number, 0),
    type: numberIn(children, ids.type, 0),
    codec: text(ids.codec),
    language: languageTag(text(ids.languageBcp47) || text(ids.language) || 'eng'),
    name: text(ids.name) || null,
    isForced: numberIn(children, ids.isForced, 0) === 1,
    isEncrypted: encodings.some((one) => numberIn(childrenOf(one.data), ids.encodingType, 0) === 1),
    unpack: unpackOf(encodings),
  };
}

/** Where the file's own table of contents says that elements lie. */
function soughtIn(seekHead: Uint8Array): Map<number, number> {
  const seeks = childrenOf(seekHead).map((seek) => childrenOf(seek.data));
  return new Map(seeks.map((seek) => [numberIn(seek, ids.seekId, 0), numberIn(seek, ids.seekPosition, 0)]));
}

const wanted: number[] = [ids.seekHead, ids.info, ids.tracks, ids.cues];

type Found = { elements: Map<number, Uint8Array>; firstCluster: number | null };

async function contentAt(read: ReadBytes, start: number, end: number | null) {
  if (end === null || end - start > maxElementBytes) return null;
  const content = await read(start, end);
  return content.length === end - start ? content : null;
}

/** What lies before the first cluster. */
async function readFront(read: ReadBytes, origin: number, end: number): Promise<Found> {
  const elements = new Map<number, Uint8Array>();
  for await (const element of walk(read, origin, end)) {
    if (element.id === ids.cluster) return { elements, firstCluster: element.at };
    const content = wanted.includes(element.id) && (await contentAt(read, element.start, element.end));
    if (content && !elements.has(element.id)) elements.set(element.id, content);
  }
  return { elements, firstCluster: null };
}

/** Adds what the table of contents names and did not lie in front. */
async function readRest(read: ReadBytes, { elements }: Found, origin: number, end: number) {
  const sought = soughtIn(elements.get(ids.seekHead) ?? new Uint8Array());
  for (const id of [ids.info, ids.tracks, ids.cues]) {
    const position = sought.get(id);
    if (position === undefined || elements.has(id)) continue;
    for await (const element of walk(read, origin + position, end)) {
      const content = element.id === id && (await contentAt(read, element.start, element.end));
      if (content) elements.set(id, content);
      break;
    }
  }
}

/** Reads what a Matroska or WebM file says of itself; null for another file. Content is not touched. */
export async function readMatroska(read: ReadBytes, sizeBytes: number): Promise<Matroska | null> {
  const head = await read(0, Math.min(512, sizeBytes));
  const ebml = readElement(head);
  if (ebml?.id !== ids.ebml || ebml.end === null) return null;
  const segment = readElement(head, ebml.end);
  if (segment?.id !== ids.segment) return null;
  const [origin, end] = [segment.start, Math.min(segment.end ?? sizeBytes, sizeBytes)];
  const found = await readFront(read, origin, end);
  await readRest(read, found, origin, end);
  const info = childrenOf(found.elements.get(ids.info) ?? new Uint8Array());
  const tracks = childrenOf(found.elements.get(ids.tracks) ?? new Uint8Array());
  return {
    tracks: tracks.filter(({ id }) => id === ids.track).map(({ data }) => trackOf(data)),
    tickMs: numberIn(info, ids.timestampScale, 1_000_000) / 1e6,
    ...{ origin, end },
    cues: found.elements.get(ids.cues) ?? null,
    firstCluster: found.firstCluster,
  };
}
