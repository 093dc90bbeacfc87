import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { CreateJobCommand } from '@aws-sdk/client-mediaconvert';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { npmPair } from '../ffmpeg/npm-pair.ts';
import { cut, turned } from '../testing/media/bytes.ts';
import { createMedia, type Media, picture, sound } from '../testing/media/media.ts';
import { troubles } from '../testing/media/troubles.ts';
import { jobFor, type Shape } from './testing/jobs.ts';
import { type Service, startService } from './testing/service.ts';

const folder = 'shark/v/01JDVXKQ2M8R4T6W9Y0B3C5D7F/01JDVXM0A1B2C3D4E5F6G7H8J9/';

let media: Media;
let service: Service;
let old: Service;

beforeAll(async () => {
  media = await createMedia();
  service = await startService({ concurrency: 2 });
  const pair = await npmPair();
  if (!pair) throw new Error('the npm binaries are missing');
  old = await startService({ tools: { ...pair, version: 'npm', origin: 'npm' } });
});

afterAll(async () => {
  await service.stop();
  await old.stop();
  await media.clean();
});

type Change = Parameters<typeof jobFor>[1];

async function run(path: string, change: Change = {}, on: Service = service, shape: Shape = 'ladder-CMAF') {
  const key = `uploads/${createHash('md5').update(path).digest('hex')}`;
  await on.store.upload('up', key, path);
  const request = jobFor(shape, { key, withoutCaptions: true, renditions: 1, ...change });
  const { Job } = await on.client.send(new CreateJobCommand(request));
  return on.settled(Job?.Id ?? '', undefined, 20_000);
}

const made = (name: string, on: Service = service) => `${on.folder}/store/media/${folder}${name}`;
const any = ['-allowed_extensions', 'ALL'];
const sizeOf = (on?: Service) =>
  media.probe(made('index_360p.m3u8', on), 'stream=width,height', any).then(unique);
const unique = (lines: string[]) => [...new Set(lines)];
const durationOf = async (name: string, on?: Service) =>
  Number((await media.probe(made(name, on), 'format=duration', any))[0]);

/** Each is made by ffmpeg, and becomes a rendition of a size and a length. */
const kinds: [string, () => Promise<string>, string, number][] = [
  [
    'a picture turned by a display matrix',
    async () => {
      return turned(await media.make('turned.mp4', [...picture('320x180', '25', 2), ...sound(2)]));
    },
    '202,360',
    2,
  ],
  [
    'pixels that are not square',
    () => media.make('anamorphic.mp4', [...picture('240x180', '25', 2), '-vf', 'setsar=4/3']),
    '640,360',
    2,
  ],
  [
    'odd sizes',
    () => media.make('odd.mkv', [...picture('321x181', '25', 2), '-pix_fmt', 'yuv444p']),
    '640,360',
    2,
  ],
  ['no sound', () => media.make('silent.mp4', picture('320x180', '25', 2)), '640,360', 2],
  [
    'six channels of sound',
    () =>
      media.make('six.mp4', [
        ...picture('320x180', '25', 2),
        ...['-f', 'lavfi', '-i', 'anoisesrc=d=2,aformat=channel_layouts=5.1'],
      ]),
    '640,360',
    2,
  ],
  [
    'a varying frame rate',
    () =>
      media.make('varying.mkv', [
        ...picture('320x180', '30', 3),
        ...['-vf', "select='lt(t,1)+not(mod(n,7))'", '-vsync', 'vfr'],
      ]),
    '640,360',
    3,
  ],
  [
    'a picture that is held for long, without sound',
    () =>
      media.make('held.mp4', [
        ...picture('320x180', '30', 8),
        ...['-vf', "select='lt(n,30)+gt(n,200)'", '-vsync', 'vfr'],
      ]),
    '640,360',
    8,
  ],
  [
    'a picture that starts late',
    () =>
      media.make('late.mkv', [
        ...[...picture('320x180', '25', 2), ...sound(3)],
        ...['-filter_complex', '[0:v]setpts=PTS+1/TB[v]', '-map', '[v]', '-map', '1:a'],
      ]),
    '640,360',
    3,
  ],
  [
    'interlaced pictures',
    () =>
      media.copy('fields.ts', [
        ...picture('320x180', '25', 2),
        '-c:v',
        'mpeg2video',
        '-flags',
        '+ildct+ilme',
      ]),
    '640,360',
    2,
  ],
];

test.each(kinds)('%s: the right size and length, on both builds', async (_, make, size, seconds) => {
  const path = await make();
  for (const on of [service, old]) {
    expect(await run(path, {}, on)).toMatchObject({ status: 'COMPLETE' });
    expect(await sizeOf(on)).toEqual([size]);
    expect(await durationOf('index_360p.m3u8', on)).toBeCloseTo(seconds, 0);
    await media.decode(made('index_360p.m3u8', on));
  }
});

test('sound that starts late is preceded by silence, in step with the picture', async () => {
  const path = await media.make('late-sound.mkv', [
    ...[...picture('320x180', '25', 3), ...sound(2)],
    ...['-filter_complex', '[1:a]asetpts=PTS+1/TB[a]', '-map', '0:v', '-map', '[a]'],
  ]);
  expect(await run(path)).toMatchObject({ status: 'COMPLETE' });
  expect(await durationOf('index_audio.m3u8')).toBeCloseTo(3, 0);
  const log = await media.log(made('index_audio.m3u8'), 'silencedetect=d=0.5');
  expect(Number(/silence_end: ([\d.]+)/.exec(log)?.[1])).toBeCloseTo(1, 1);
});

test('six channels become two', async () => {
  await run(media.path('six.mp4'));
  expect(unique(await media.probe(made('index_audio.m3u8'), 'stream=channels', any))).toEqual(['2']);
});

test('the frame rate asked for is made, and the source’s kept otherwise', async () => {
  const path = await media.make('fast.mp4', picture('320x180', '60000/1001', 2));
  await run(path, { frameRate: [30000, 1001] });
  expect(unique(await media.probe(made('index_360p.m3u8'), 'stream=r_frame_rate', any))).toEqual([
    '30000/1001',
  ]);
  await run(path);
  expect(unique(await media.probe(made('index_360p.m3u8'), 'stream=r_frame_rate', any))).toEqual([
    '60000/1001',
  ]);
  expect(await service.store.text('media', `${folder}index.m3u8`)).toContain('FRAME-RATE=59.940');
});

test('black is reported in seconds', async () => {
  const path = await media.make('black.mp4', [
    ...['-f', 'lavfi', '-i', 'color=black:s=320x180:r=25:d=1', ...picture('320x180', '25', 2)],
    ...['-filter_complex', '[0:v][1:v]concat=n=2'],
  ]);
  expect(await run(path)).toMatchObject({ blackVideoDetected: 1, blackSegments: [{ start: 0, end: 1 }] });
});

test('a cover beside sound is no video', async () => {
  const cover = await media.copy('cover.png', [...picture('64x64', '1', 1), '-frames:v', '1']);
  const path = await media.copy('song.mp3', [
    ...[...sound(2), '-i', cover, '-map', '0:a', '-map', '1:v', '-c:v', 'copy'],
    ...['-c:a', 'libmp3lame', '-disposition:v', 'attached_pic'],
  ]);
  expect(await run(path)).toMatchObject({ status: 'ERROR', errorCode: 1020 });
  expect(await run(path, { audioOnly: true })).toMatchObject({ status: 'COMPLETE' });
});

test('a hostile name is a name', async () => {
  const movie = await media.make('plain.mp4', [...picture('320x180', '25', 1), ...sound(1)]);
  const path = media.path("-i %d 'a' [0:v];b=c\\,|concat:x.mp4");
  await writeFile(path, await readFile(movie));
  expect(await run(path)).toMatchObject({ status: 'COMPLETE' });
});

async function withBytes(name: string, bytes: string | Buffer): Promise<string> {
  await writeFile(media.path(name), bytes);
  return media.path(name);
}

const broken: [string, () => Promise<string>, number][] = [
  ['an empty file', () => troubles.empty(media), 1010],
  ['text', () => troubles.words(media), 1010],
  ['random bytes', () => withBytes('random.mp4', createHash('sha512').update('x').digest()), 1010],
  ['a picture', () => troubles.still(media), 1010],
  ['a playlist that points at a file of this machine', () => troubles.playlist(media), 1010],
  [
    'a list of files to join',
    async () => {
      await media.make('secret.mp4', picture('320x180', '25', 2));
      return withBytes('list.mp4', "ffconcat version 1.0\nfile 'secret.mp4'\n");
    },
    1010,
  ],
  ['a video without its index', () => troubles.withoutIndex(media), 1010],
  ['a video that lost its end', () => troubles.truncated(media), 1076],
  [
    'a Matroska file that lost its end',
    async () => cut(await media.make('whole.mkv', [...picture('320x180', '25', 6), ...sound(6)]), 0.5),
    1076,
  ],
  ['a length that cannot be', () => troubles.endless(media), 1076],
  ['a coding that nobody knows', () => troubles.unknownCodec(media), 1030],
];

test.each(broken)('%s ends in ERROR within seconds', async (_, make, errorCode) => {
  const path = await make();
  for (const on of [service, old]) {
    const startedAt = Date.now();
    const detail = await run(path, {}, on);
    expect(detail).toMatchObject({ status: 'ERROR', errorCode });
    expect(String(detail['errorMessage'])).not.toContain(on.folder);
    expect(Date.now() - startedAt).toBeLessThan(10_000);
  }
  expect(await service.store.head('media', `${folder}secret`)).toBeNull();
});

test('an input that is not there is an ERROR', async () => {
  const { Job } = await service.client.send(new CreateJobCommand(jobFor('ladder-CMAF', { key: 'nowhere' })));
  expect(await service.settled(Job?.Id ?? '')).toMatchObject({ status: 'ERROR', errorCode: 1404 });
});
