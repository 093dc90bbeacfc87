import { readFile, writeFile } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMedia, type Media, picture, sound } from '../../local/testing/media/media.ts';
import { ids, trackTypes } from '../container/matroska.ts';
import { box, element, matroska, readerOf, uint, words } from '../testing/bytes.ts';
import { matroskaCaptions } from './matroska.ts';
import { mp4Captions } from './mp4.ts';

const captionsOf = async (bytes: Uint8Array) => {
  const { read, asked } = readerOf(bytes);
  const tracks = [
    ...(await mp4Captions(read, bytes.length)),
    ...(await matroskaCaptions(read, bytes.length)),
  ];
  return { tracks, asked };
};

const srt = `1
00:00:01,000 --> 00:00:02,500
Hello <i>there</i> & you

2
00:00:03,000 --> 00:00:04,000
{\\an8}World
in two lines

3
00:00:07,200 --> 00:00:09,000
Last
`;

describe('made by ffmpeg', () => {
  let media: Media;
  beforeAll(async () => {
    media = await createMedia();
    await writeFile(media.path('en.srt'), srt);
    await writeFile(media.path('de.srt'), srt.replace('Hello', 'Hallo').replace('World', 'Welt'));
  });
  afterAll(() => media.clean());

  const texts = ['-map', '0', '-map', '1', '-map', '2', '-map', '3', '-metadata:s:s:0', 'language=eng'];
  const names = ['-metadata:s:s:1', 'language=ger', '-metadata:s:s:1', 'title=Für alle'];
  const inputs = () => [
    ...picture('160x90', '25', 10),
    ...sound(10),
    ...['-i', media.path('en.srt'), '-i', media.path('de.srt')],
    ...[...texts, ...names, '-y'],
  ];
  const webm = ['-c:v', 'libvpx', '-deadline', 'realtime', '-c:a', 'libopus'];

  test.each([
    ['text.mp4', ['-c:s', 'mov_text'], 'Hello there &amp; you', ''],
    ['text.mov', ['-c:s', 'mov_text'], 'Hello there &amp; you', ''],
    ['first.mp4', ['-c:s', 'mov_text', '-movflags', '+faststart'], 'Hello there &amp; you', ''],
    ['srt.mkv', ['-c:s', 'srt'], 'Hello <i>there</i> &amp; you', 'line:0'],
    ['ass.mkv', ['-c:s', 'ass'], 'Hello there &amp; you', 'line:0'],
    ['webvtt.mkv', ['-c:s', 'webvtt'], 'Hello <i>there</i> & you', ''],
    ['webvtt.webm', ['-c:s', 'webvtt', ...webm], 'Hello <i>there</i> & you', ''],
  ])('%s has its captions read', async (name, codec, hello, settings) => {
    const make = name.endsWith('.webm') ? media.copy : media.make;
    const bytes = await readFile(await make(name, [...inputs(), ...codec]));
    const { tracks } = await captionsOf(bytes);
    expect(tracks.map(({ language, name }) => [language, name])).toEqual([
      ['en', null],
      ['de', 'Für alle'],
    ]);
    const shift = (tracks[0]?.cues[0]?.startMs ?? 0) - 1000;
    expect(shift).toBeLessThan(50);
    expect(tracks[0]?.cues).toEqual([
      { startMs: 1000 + shift, endMs: 2500 + shift, settings: '', text: hello },
      { startMs: 3000 + shift, endMs: 4000 + shift, settings, text: 'World\nin two lines' },
      { startMs: 7200 + shift, endMs: 9000 + shift, settings: '', text: 'Last' },
    ]);
    expect(tracks[1]?.cues.map(({ text }) => text.slice(0, 4))).toEqual(['Hall', 'Welt', 'Last']);
  });

  test('chapters are no captions', async () => {
    const chapters = ';FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=1\ntitle=One\n';
    await writeFile(media.path('chapters'), chapters);
    const args = [...picture('160x90', '25', 1), '-i', media.path('chapters'), '-map_metadata', '1', '-y'];
    const bytes = await readFile(await media.make('chapters.mp4', args));
    expect(bytes.includes('chap')).toBe(true);
    expect((await captionsOf(bytes)).tracks).toEqual([]);
  });

  test('a film without text has none', async () => {
    const path = await media.make('plain.mp4', [...picture('160x90', '25', 1), ...sound(1), '-y']);
    expect((await captionsOf(await readFile(path))).tracks).toEqual([]);
  });
});

describe('Matroska', () => {
  const track = (codec: string, ...more: Uint8Array[]) =>
    element(
      ids.track,
      element(ids.number, uint(3)),
      element(ids.type, uint(trackTypes.subtitle)),
      element(ids.codec, Buffer.from(codec)),
      ...more,
    );
  const block = (number: number, offset: number, content: Uint8Array, flags = 0) =>
    Buffer.concat([Buffer.from([0x80 | number]), uint(offset, 2), Buffer.from([flags]), content]);
  const group = (offset: number, content: Uint8Array, ...more: Uint8Array[]) =>
    element(ids.blockGroup, element(ids.block, block(3, offset, content)), ...more);
  const cluster = (time: number, ...blocks: Uint8Array[]) =>
    element(ids.cluster, element(ids.timestamp, uint(time)), ...blocks);
  const tracksOf = (...more: Uint8Array[]) => element(ids.tracks, track('S_TEXT/UTF8', ...more));
  const lasting = (ticks: number) => element(ids.blockDuration, uint(ticks));

  const read = async (file: Uint8Array) => (await captionsOf(file)).tracks;

  test('without an index is read from cluster to cluster', async () => {
    const others = element(ids.simpleBlock, block(1, 0, Buffer.alloc(100_000)));
    const file = matroska(
      tracksOf(element(ids.language, Buffer.from('fre'))),
      cluster(1000, others, group(500, Buffer.from('Un'), lasting(700))),
      cluster(4000, others, group(0, Buffer.from('Deux'), lasting(100)), others),
    );
    expect(await read(file)).toEqual([
      {
        ...{ language: 'fr', name: null, isForced: false },
        cues: [
          { startMs: 1500, endMs: 2200, settings: '', text: 'Un' },
          { startMs: 4000, endMs: 4100, settings: '', text: 'Deux' },
        ],
      },
    ]);
  });

  test('that says no language is English, by its standard', async () => {
    const [only] = await read(matroska(tracksOf(), cluster(0, group(0, Buffer.from('a'), lasting(9)))));
    expect(only?.language).toBe('en');
  });

  test('that does not say how long, shows until the next, five seconds at most', async () => {
    const blocks = [0, 2000, 20_000].map((offset) =>
      element(ids.simpleBlock, block(3, offset, Buffer.from('a'))),
    );
    const [only] = await read(matroska(tracksOf(), cluster(0, ...blocks)));
    expect(only?.cues.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 2000],
      [2000, 7000],
      [20_000, 25_000],
    ]);
  });

  const packed = (...settings: Uint8Array[]) =>
    element(ids.encodings, element(ids.encoding, element(ids.compression, ...settings)));
  test.each([
    ['zlib', packed(), deflateSync('Hello')],
    [
      'a header that was stripped',
      packed(element(ids.algorithm, uint(3)), element(ids.settings, Buffer.from('He'))),
      Buffer.from('llo'),
    ],
  ])('packed with %s is unpacked', async (_, encodings, content) => {
    const [only] = await read(matroska(tracksOf(encodings), cluster(0, group(0, content, lasting(9)))));
    expect(only?.cues[0]?.text).toBe('Hello');
  });

  test.each([
    ['pictures of text', element(ids.tracks, track('S_HDMV/PGS'))],
    ['what is packed in another way', tracksOf(packed(element(ids.algorithm, uint(1))))],
  ])('leaves out %s', async (_, tracks) => {
    expect(await read(matroska(tracks, cluster(0, group(0, Buffer.from('a'), lasting(9)))))).toEqual([]);
  });

  /** An entry of the index; as long whatever it says. */
  const cue = (time: number, at: number, relative: number) =>
    element(
      ids.cuePoint,
      element(ids.cueTime, uint(time, 4)),
      element(
        ids.cuePositions,
        element(ids.cueTrack, uint(3)),
        element(ids.cueCluster, uint(at, 4)),
        element(ids.cueRelative, uint(relative, 4)),
      ),
    );

  test('with an index is read where that says, and nowhere else', async () => {
    const film = element(ids.simpleBlock, block(1, 0, Buffer.alloc(1_000_000)));
    const long = Buffer.alloc(5000, 'a');
    const clusters = ['Un', 'Deux', long].map((text, index) =>
      cluster(index * 1000, film, group(0, Buffer.from(text as string), lasting(9))),
    );
    const tracks = tracksOf();
    const front = tracks.length + element(ids.cues, cue(0, 0, 0), cue(0, 0, 0), cue(0, 0, 0)).length;
    const relative = element(ids.timestamp, uint(0)).length + film.length;
    let at = front;
    const cues = clusters.map((one, index) => {
      const entry = cue(index * 1000, at, relative + (index > 0 ? uint(index * 1000).length - 1 : 0));
      at += one.length;
      return entry;
    });
    const file = matroska(tracks, element(ids.cues, ...cues), ...clusters);
    const { tracks: found, asked } = await captionsOf(file);
    expect(found[0]?.cues.map(({ text }) => text.length)).toEqual([2, 4, 5000]);
    expect(asked.bytes).toBeLessThan(100_000);
  });

  test('whose index leads nowhere says nothing', async () => {
    const cues = element(ids.cues, cue(0, 9_999_999, 0));
    expect(await read(matroska(tracksOf(), cues, cluster(0)))).toMatchObject([{ cues: [] }]);
  });
});

describe('MP4', () => {
  const said = (text: string | Buffer) => {
    const bytes = Buffer.from(text as string);
    return Buffer.concat([uint(bytes.length, 2), bytes]);
  };
  const samples = [said('Hello'), said(''), said(Buffer.from('\uFEFFWorld', 'utf16le').swap16())];

  function file(places: (at: number) => Buffer, ...more: Uint8Array[]): Buffer {
    const ftyp = box('ftyp', Buffer.from('isom'), words(0));
    const at = ftyp.length + 8;
    const sizes = samples.map(({ length }) => length);
    const table = box(
      'stbl',
      box('stsd', words(0, 1), box('tx3g', Buffer.alloc(38))),
      box('stts', words(0, 2, 1, 1500, 2, 500)),
      box('stsc', words(0, 1, 1, 3, 1)),
      box('stsz', words(0, 0, 3, ...sizes)),
      places(at),
    );
    const header = box('mdhd', words(0, 0, 0, 1000, 2500), uint(0x55c4, 2), uint(0, 2));
    const media = box('mdia', header, box('minf', table));
    const movie = box('moov', box('mvhd', words(0, 0, 0, 600, 0, 0)), box('trak', ...more, media));
    return Buffer.concat([ftyp, box('mdat', ...samples), movie]);
  }
  const short = (at: number) => box('stco', words(0, 1, at));
  const first = async (bytes: Buffer) => (await captionsOf(bytes)).tracks[0];

  test.each([
    ['32 bits', short],
    ['64 bits', (at: number) => box('co64', words(0, 1, 0, at))],
  ])('with places of %s is read, gaps left out', async (_, places) => {
    expect(await first(file(places))).toEqual({
      ...{ language: null, name: null, isForced: false },
      cues: [
        { startMs: 0, endMs: 1500, settings: '', text: 'Hello' },
        { startMs: 2000, endMs: 2500, settings: '', text: 'World' },
      ],
    });
  });

  test('whose track begins later shows its text later', async () => {
    const delay = box('edts', box('elst', words(0, 2, 1200, 0xffffffff, 65_536, 1500, 0, 65_536)));
    expect((await first(file(short, delay)))?.cues[0]).toMatchObject({ startMs: 2000, endMs: 3500 });
  });

  test('with a broken index has no text', async () => {
    const bytes = file(() => box('stco', words(0, 0xffffffff)));
    expect((await first(bytes))?.cues).toEqual([]);
  });
});
