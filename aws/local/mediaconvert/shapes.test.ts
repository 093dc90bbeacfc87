import { writeFile } from 'node:fs/promises';
import { CreateJobCommand } from '@aws-sdk/client-mediaconvert';
import { XMLParser } from 'fast-xml-parser';
import HLS from 'hls-parser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jobChangedSchema } from '../../../shared/events/job-changed.ts';
import { npmPair } from '../ffmpeg/npm-pair.ts';
import { createMedia, type Media, picture, sound } from '../testing/media/media.ts';
import { jobFor, type Shape, shapes } from './testing/jobs.ts';
import { type Service, startService } from './testing/service.ts';

const folder = 'shark/v/01JDVXKQ2M8R4T6W9Y0B3C5D7F/01JDVXM0A1B2C3D4E5F6G7H8J9/';
const captionKey = 'uploads/shark/01JDVXKQ2M8R4T6W9Y0B3C5D7F/01JDVXM0A1B2C3D4E5F6G7H8J9/captions/en.vtt';
const seconds = 7;

let media: Media;
let service: Service;
let old: Service;

beforeAll(async () => {
  media = await createMedia();
  const pair = await npmPair();
  if (!pair) throw new Error('the npm binaries are missing');
  service = await startService();
  old = await startService({ tools: { ...pair, version: 'npm', origin: 'npm' } });
  const movie = await media.make('movie.mp4', [...picture('640x360', '25', seconds), ...sound(seconds)]);
  const captions = media.path('en.vtt');
  await writeFile(
    captions,
    'WEBVTT\n\n00:01.000 --> 00:02.500\nHello\n\n00:00:05.000 --> 00:00:06.000\nthere\n',
  );
  for (const { store } of [service, old]) {
    await store.upload('up', 'movie', movie);
    await store.upload('up', captionKey, captions);
  }
});

afterAll(async () => {
  await service.stop();
  await old.stop();
  await media.clean();
});

type Group = { type: string; playlistFilePaths?: string[]; outputDetails: Record<string, unknown>[] };

async function run(on: Service, request: ReturnType<typeof jobFor>) {
  on.store.order.length = 0;
  const { Job } = await on.client.send(new CreateJobCommand(request));
  const id = Job?.Id ?? '';
  const detail = await on.settled(id);
  expect(detail).toMatchObject({ status: 'COMPLETE' });
  return { id, detail, groups: detail['outputGroupDetails'] as Group[] };
}

const read = (on: Service, name: string) => on.store.text('media', `${folder}${name}`);

async function master(on: Service) {
  const text = await read(on, 'index.m3u8');
  const playlist = HLS.parse(text);
  if (!playlist.isMasterPlaylist) throw new Error('not a master playlist');
  return { text, variants: playlist.variants };
}

async function mediaPlaylist(on: Service, name: string) {
  const playlist = HLS.parse(await read(on, name));
  if (playlist.isMasterPlaylist) throw new Error('not a media playlist');
  return playlist;
}

const pathOf = (on: Service, name: string) => `${on.folder}/store/media/${folder}${name}`;
/** Times of keyframes, from the file's first frame. */
const keyframes = (path: string) =>
  media
    .probe(path, 'packet=pts_time,flags', ['-allowed_extensions', 'ALL', '-select_streams', 'v'])
    .then((lines) => lines.filter((line) => line.includes('K')).map((line) => Number(line.split(',')[0])));

test.each(shapes)('%s is made whole, in order, and plays', async (shape: Shape) => {
  const { groups } = await run(service, jobFor(shape, { key: 'movie', renditions: 2, box: [320, 180] }));
  const cmaf = shape.endsWith('CMAF');
  const order = service.store.order.map((name) => name.slice(`media/${folder}`.length));
  expect(order.at(-1)).toBe('index.m3u8');
  expect(order.findLastIndex((name) => /\.(m4s|mp4|ts|vtt|jpg)$/.test(name))).toBeLessThan(
    order.findIndex((name) => name.endsWith('.m3u8')),
  );
  expect(groups[0]).toMatchObject({ type: cmaf ? 'CMAF_GROUP' : 'HLS_GROUP' });
  expect(groups[0]?.playlistFilePaths?.[0]).toBe(`s3://media/${folder}index.m3u8`);
  const { variants, text } = await master(service);
  expect(text).toContain('#EXT-X-INDEPENDENT-SEGMENTS');
  for (const variant of variants) {
    expect(variant.codecs).toMatch(/^avc1\.64[0-9A-F]{4},mp4a\.40\.2$/);
    expect(variant.resolution?.height).toBeLessThanOrEqual(360);
    expect(variant.frameRate).toBe(25);
    expect(variant.bandwidth).toBeGreaterThanOrEqual(variant.averageBandwidth ?? 0);
    expect(variant.audio[0]?.uri).toBe('index_audio.m3u8');
    expect(variant.subtitles[0]).toMatchObject({ uri: 'index_sub_eng.m3u8', language: 'eng' });
    const playlist = await mediaPlaylist(service, variant.uri);
    expect(playlist).toMatchObject({ playlistType: 'VOD', endlist: true });
    expect(playlist.segments.map((segment) => segment.duration)).toEqual([6, 1]);
    await media.decode(pathOf(service, variant.uri));
  }
  expect(service.store.contentTypes.get(`media/${folder}index_sub_eng.vtt`)).toBe('text/vtt');
  expect(await read(service, `index_sub_eng_${cmaf ? '000000001' : '00001'}.vtt`)).toContain('Hello');
});

test('a ladder has a DASH manifest, frames and the sizes it was asked for', async () => {
  const { groups } = await run(
    service,
    jobFor('ladder-CMAF', { key: 'movie', renditions: 2, frameSeconds: 2, withoutCaptions: true }),
  );
  expect(groups[0]?.outputDetails).toEqual([
    expect.objectContaining({
      durationInMs: 7000,
      videoDetails: expect.objectContaining({ widthInPx: 960 }),
    }),
    expect.objectContaining({ videoDetails: expect.objectContaining({ widthInPx: 640, heightInPx: 360 }) }),
    { durationInMs: expect.any(Number) },
  ]);
  expect(groups[1]).toMatchObject({
    type: 'FILE_GROUP',
    outputDetails: [{ outputFilePaths: [`s3://media/${folder}frames/f_.0000003.jpg`] }],
  });
  const frames = (await service.store.list('media', `${folder}frames/`)).map((info) => info.key);
  expect(frames).toEqual([0, 1, 2, 3].map((index) => `${folder}frames/f_.000000${index}.jpg`));
  expect(await media.probe(pathOf(service, 'index.mpd'), 'stream=codec_name,width')).toEqual(
    expect.arrayContaining(['h264,640', 'h264,960', 'aac']),
  );
  const types = service.store.contentTypes;
  const type = (name: string) => types.get(`media/${folder}${name}`);
  expect(type('index.m3u8')).toBe('application/vnd.apple.mpegurl');
  expect(type('index.mpd')).toBe('application/dash+xml');
  expect(type('index_360pinit.mp4')).toBe('video/mp4');
  expect(type('index_360p_000000001.m4s')).toBe('video/iso.segment');
  expect(type('frames/f_.0000000.jpg')).toBe('image/jpeg');
});

test('HLS and DASH play the same segments, and every one is there', async () => {
  await run(service, jobFor('ladder-CMAF', { key: 'movie', renditions: 2, withoutCaptions: true }));
  const { variants } = await master(service);
  const playlists = [...variants.map(({ uri }) => uri), 'index_audio.m3u8'];
  const inHls = await Promise.all(playlists.map((name) => mediaPlaylist(service, name)));
  const named = inHls.flatMap(({ segments }) => [
    ...new Set(segments.flatMap((segment) => segment.map?.uri ?? [])),
    ...segments.map(({ uri }) => uri),
  ]);
  const inDash = dashFiles(await read(service, 'index.mpd'));
  expect(inDash.toSorted()).toEqual(named.toSorted());
  for (const name of inDash)
    expect((await service.store.head('media', `${folder}${name}`))?.sizeBytes).toBeGreaterThan(0);
});

type Template = {
  initialization: string;
  media: string;
  SegmentTimeline: { S: { d: string; r?: string }[] };
};
type Mpd = { MPD: { Period: { AdaptationSet: { Representation: { SegmentTemplate: Template }[] }[] } } };

/** Every file that a DASH manifest names (ISO/IEC 23009-1, 5.3.9.4 and 5.3.9.6). */
function dashFiles(manifest: string): string[] {
  const lists = ['AdaptationSet', 'Representation', 'S'];
  const options = {
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name: string) => lists.includes(name),
  };
  const { MPD } = new XMLParser(options).parse(manifest) as Mpd;
  const templates = MPD.Period.AdaptationSet.flatMap((set) =>
    set.Representation.map((representation) => representation.SegmentTemplate),
  );
  return templates.flatMap(({ initialization, media: name, SegmentTimeline }) => {
    const count = SegmentTimeline.S.reduce((sum, { r = '0' }) => sum + 1 + Number(r), 0);
    const numbers = Array.from({ length: count }, (_, at) => String(at + 1).padStart(9, '0'));
    return [initialization, ...numbers.map((number) => name.replace('$Number%09d$', number))];
  });
}

test('a declared bandwidth covers every segment, and is the mean on average', async () => {
  await run(service, jobFor('ladder-CMAF', { key: 'movie', renditions: 2, withoutCaptions: true }));
  const { variants } = await master(service);
  const sizeOf = async (name: string) =>
    (await service.store.head('media', `${folder}${name}`))?.sizeBytes ?? 0;
  const ratesOf = async (playlist: string) => {
    const { segments } = await mediaPlaylist(service, playlist);
    const bits = await Promise.all(segments.map(async ({ uri }) => 8 * (await sizeOf(uri))));
    const seconds = segments.map(({ duration }) => duration);
    const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
    return { first: (bits[0] ?? 0) / (seconds[0] ?? 1), mean: sum(bits) / sum(seconds) };
  };
  const sound = await ratesOf('index_audio.m3u8');
  for (const { uri, bandwidth, averageBandwidth } of variants) {
    const picture = await ratesOf(uri);
    expect(bandwidth).toBeGreaterThanOrEqual(Math.floor(picture.first + sound.first));
    expect(averageBandwidth).toBeCloseTo(picture.mean + sound.mean, -1);
  }
});

test.each([
  ['the system’s ffmpeg', () => service],
  ['the npm binaries', () => old],
] as const)('with %s keyframes are aligned and sound begins with the picture', async (_, on) => {
  for (const shape of ['ladder-CMAF', 'ladder-HLS'] as const) {
    await run(on(), jobFor(shape, { key: 'movie', renditions: 2, box: [320, 180] }));
    const start = shape === 'ladder-CMAF' ? 0 : 1.4;
    for (const name of ['index_540p.m3u8', 'index_360p.m3u8']) {
      const times = await keyframes(pathOf(on(), name));
      expect(times.map((time) => Number((time - start).toFixed(3)))).toEqual([0, 2, 4, 6]);
    }
    const [sound = ''] = await media.probe(pathOf(on(), 'index_audio.m3u8'), 'packet=pts_time', [
      ...['-allowed_extensions', 'ALL', '-read_intervals', '%+#1'],
    ]);
    expect(Number.parseFloat(sound)).toBeCloseTo(start, 2);
  }
});

test('sound alone makes an audio playlist and a master that names it', async () => {
  await run(service, jobFor('ladder-CMAF', { key: 'movie', audioOnly: true, withoutCaptions: true }));
  const { variants } = await master(service);
  expect(variants).toMatchObject([{ codecs: 'mp4a.40.2', uri: 'index_audio.m3u8' }]);
  await media.decode(pathOf(service, 'index_audio.m3u8'));
});

test('captions that are not there are left out with a warning', async () => {
  const request = jobFor('ladder-HLS', { key: 'movie', renditions: 1, box: [320, 180] });
  const selector = request.Settings.Inputs?.[0]?.CaptionSelectors?.['Captions Selector 1'];
  const file = selector?.SourceSettings?.FileSourceSettings;
  if (file) file.SourceFile = 's3://up/nowhere.vtt';
  const { id, detail } = await run(service, request);
  expect(service.statuses(id)).toContain('NEW_WARNING');
  expect(detail['warnings']).toEqual([{ code: expect.any(Number), count: 1 }]);
  expect((await master(service)).text).not.toContain('SUBTITLES');
});

test('events come at their moments, and the per cent grows', async () => {
  const { id } = await run(
    service,
    jobFor('ladder-CMAF', { key: 'movie', renditions: 2, withoutCaptions: true }),
  );
  const statuses = service.statuses(id);
  expect(statuses[0]).toBe('PROGRESSING');
  expect(statuses).toContain('INPUT_INFORMATION');
  expect(statuses.at(-1)).toBe('COMPLETE');
  for (const event of service.events) expect(jobChangedSchema.parse(event)).toEqual(event);
  const percents = service.events
    .filter((event) => event.detail['jobId'] === id && event.detail['status'] === 'STATUS_UPDATE')
    .map((event) => (event.detail['jobProgress'] as { jobPercentComplete: number }).jobPercentComplete);
  expect(percents.length).toBeGreaterThan(2);
  expect(percents).toEqual(percents.toSorted((a, b) => a - b));
  expect(service.eventOf(id, 'INPUT_INFORMATION')?.detail['inputDetails']).toMatchObject([
    {
      id: 1,
      uri: 's3://up/movie',
      audio: [{ codec: 'AAC', channels: 1 }],
      video: [{ codec: 'H_264', width: 640 }],
    },
  ]);
});
