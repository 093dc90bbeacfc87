import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audioTrack, pictureTrack } from '../../shared/testing/probes.ts';
import { createMedia, type Media, picture, sound } from '../local/testing/media/media.ts';
import { troubles } from '../local/testing/media/troubles.ts';
import { readSequence } from './container/mpeg-sequence.ts';
import { readHeader } from './header.ts';
import { readerOf } from './testing/bytes.ts';

let media: Media;
beforeAll(async () => {
  media = await createMedia();
});
afterAll(() => media.clean());

/** A second of 160x90 made with these arguments, read. */
async function read(name: string, args: string[], input = picture('160x90', '25', 1)) {
  const made = await media.make(name, [...input, ...args, '-y']);
  const bytes = await readFile(made);
  const { read } = readerOf(bytes);
  return { header: await readHeader(read, bytes.length), sequence: await readSequence(read, bytes.length) };
}

const upright = pictureTrack(160, 90, { frameRate: null });
const yuv = ['-pix_fmt', 'yuv420p'];
const fields = ['-vf', 'scale=160:96,setsar=1', '-flags', '+ilme+ildct', '-x264opts', 'tff=1'];
const pq = ['-color_primaries', 'bt2020', '-color_trc', 'smpte2084', '-colorspace', 'bt2020nc'];
const hlg = ['-color_primaries', 'bt2020', '-color_trc', 'arib-std-b67', '-colorspace', 'bt2020nc'];

test.each([
  ['plain.mp4', [], upright],
  ['plain.mkv', [], upright],
  ['plain.ts', [], { ...upright, isInterlaced: null }],
  ['wide.mp4', ['-vf', 'setsar=3/2'], { ...upright, pixelAspect: { num: 3, den: 2 } }],
  ['fields.mp4', fields, { ...upright, height: 96, isInterlaced: true }],
  ['pq.mp4', pq, { ...upright, isHdr: true }],
  ['hlg.mkv', hlg, { ...upright, isHdr: true }],
])('%s: the picture as its header has it', async (name, args, expected) => {
  const { header } = await read(name, [...yuv, ...args]);
  expect(header?.picture).toEqual(expected);
  expect(header?.audio).toEqual([]);
});

test('a picture on its side says so', async () => {
  await read('plain.mp4', yuv);
  const turned = ['-i', media.path('plain.mp4'), '-c', 'copy', '-metadata:s:v', 'rotate=90', '-y'];
  const bytes = await readFile(await media.copy('turned.mp4', turned));
  const header = await readHeader(readerOf(bytes).read, bytes.length);
  expect((header?.picture?.rotation ?? 0) % 180).toBe(90);
});

const headerOf = async (path: string) => {
  const bytes = await readFile(path);
  return readHeader(readerOf(bytes).read, bytes.length);
};

test.each(['1.88', '1.96', '2'])(
  'a film cut to %s s without encoding it anew may end with the pictures that are left',
  async (length) => {
    const reordered = ['-c:v', 'libx264', '-x264-params', 'keyint=100:scenecut=0:bframes=3:b-adapt=0'];
    const whole = await media.copy('uncut.mp4', [...picture('160x90', '25', 6), ...yuv, ...reordered, '-y']);
    const cut = ['-ss', '2.5', '-i', whole, '-t', length, '-c', 'copy', '-y'];
    const path = await media.copy('cut.mov', cut);
    const shown = await media.probe(path, 'frame=best_effort_timestamp_time', ['-select_streams', 'v']);
    const pictureMs = (await headerOf(path))?.lengths?.pictureMs ?? [];
    const oneMore = 1000 * Number(shown.at(-1)) + 80;
    expect(Math.min(...pictureMs)).toBeLessThanOrEqual(oneMore);
    expect((await headerOf(whole))?.lengths?.pictureMs).toEqual([6000]);
  },
);

test('of Matroska with subtitles nobody says how long the pictures are', async () => {
  const srt = media.path('long.srt');
  await writeFile(srt, '1\n00:00:00,000 --> 00:01:39,000\nThe end\n');
  const film = await media.make('film.mkv', picture('160x90', '25', 1));
  const titled = ['-i', film, '-i', srt, '-c', 'copy', '-y'];
  expect((await headerOf(film))?.lengths?.wholeMs).toBeGreaterThan(0);
  expect(await headerOf(await media.copy('titled.mkv', titled))).toMatchObject({ lengths: null });
});

test('an encrypted film that is not in fragments is known for one', async () => {
  const bytes = await readFile(await troubles.encrypted(media));
  const { read } = readerOf(bytes);
  await expect(readHeader(read, bytes.length)).rejects.toMatchObject({ code: 'encrypted' });
});

describe('sound', () => {
  const input = [...picture('160x90', '25', 1), ...sound(1), ...sound(1), ...sound(1)];
  const maps = ['-map', '0', '-map', '1', '-map', '2', '-map', '3', ...yuv];
  const languages = ['-metadata:s:a:0', 'language=eng', '-metadata:s:a:1', 'language=ger'];
  const surround = ['-ac:a:1', '6'];

  test('of several tracks has languages, names, channels and a default', async () => {
    const more = [
      '-metadata:s:a:1',
      'title=Kommentar',
      '-disposition:a:0',
      '0',
      '-disposition:a:1',
      'default',
    ];
    const { header } = await read('sounds.mkv', [...maps, ...languages, ...surround, ...more], input);
    expect(header?.audio).toEqual([
      audioTrack({ language: 'en', channels: 1, isDefault: false }),
      audioTrack({ language: 'de', name: 'Kommentar', channels: 6 }),
      audioTrack({ channels: 1, isDefault: false }),
    ]);
  });

  test('of an MP4 the same', async () => {
    const { header } = await read('sounds.mp4', [...maps, ...languages, ...surround], input);
    expect(header?.audio.map(({ language, channels }) => [language, channels])).toEqual([
      ['en', 1],
      ['de', 6],
      [null, 1],
    ]);
  });

  test.each(['song.m4a', 'song.mka'])('alone, %s, has no picture', async (name) => {
    const { header } = await read(name, [], sound(1));
    expect(header).toMatchObject({ picture: null, audio: [{ channels: 1 }], listsAll: true });
  });
});

describe('MPEG-2', () => {
  const mpeg = ['-c:v', 'mpeg2video', '-aspect', '16:9', '-c:a', 'mp2'];
  const interlaced = ['-flags', '+ilme+ildct'];
  const shape = { width: 720, height: 576, pixelAspect: { num: 64, den: 45 } };
  const input = [...picture('720x576', '25', 1), ...sound(1)];

  test.each([
    ['program.mpg', [], false, null],
    ['fields.mpg', interlaced, true, null],
    ['transport.ts', [], false, false],
    ['fields.ts', interlaced, true, false],
    ['disc.m2ts', ['-f', 'mpegts', '-mpegts_m2ts_mode', '1'], false, false],
  ])(
    '%s: the picture tells its shape where the container does not',
    async (name, args, isInterlaced, listsAll) => {
      const path = await media.copy(name, [...input, ...mpeg, ...args, '-y']);
      const bytes = await readFile(path);
      const { read } = readerOf(bytes);
      expect(await readSequence(read, bytes.length)).toEqual({ ...shape, isInterlaced });
      const header = await readHeader(read, bytes.length);
      expect(header?.picture ?? null).toBeNull();
      expect(header?.listsAll ?? null).toBe(listsAll);
    },
  );
});

test('Ogg is not relied on for a picture', async () => {
  const input = [...picture('160x90', '25', 1), ...sound(1)];
  const path = await media.copy('film.ogv', [...input, '-c:v', 'libtheora', '-c:a', 'libvorbis', '-y']);
  const bytes = await readFile(path);
  const header = await readHeader(readerOf(bytes).read, bytes.length);
  expect(header).toMatchObject({ picture: null, audio: [{ channels: 1 }], listsAll: false });
});

test.each(['plain.avi', 'plain.flv'])('%s is not read here', async (name) => {
  expect(await read(name, yuv)).toEqual({ header: null, sequence: null });
});
