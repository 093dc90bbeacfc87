import { CreateJobCommand } from '@aws-sdk/client-mediaconvert';
import { XMLParser } from 'fast-xml-parser';
import HLS from 'hls-parser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMedia, type Media } from '../testing/media/media.ts';
import { sounds } from '../testing/media/sounds.ts';
import { jobFor } from './testing/jobs.ts';
import { type Service, startService } from './testing/service.ts';

const folder = 'shark/v/01JDVXKQ2M8R4T6W9Y0B3C5D7F/01JDVXM0A1B2C3D4E5F6G7H8J9/';

let media: Media;
let service: Service;

beforeAll(async () => {
  media = await createMedia();
  service = await startService();
  await service.store.upload('up', 'languages', await sounds.languages(media));
  await service.store.upload('up', 'surround', await sounds.surround(media));
});

afterAll(async () => {
  await service.stop();
  await media.clean();
});

const english = { track: 1, type: 'ALTERNATE_AUDIO_AUTO_SELECT_DEFAULT' } as const;
const french = { track: 2, type: 'ALTERNATE_AUDIO_AUTO_SELECT' } as const;

async function run(change: Parameters<typeof jobFor>[1]) {
  const common = { renditions: 1, box: [320, 180], withoutCaptions: true } as const;
  const request = jobFor('ladder-CMAF', { ...common, box: [320, 180], ...change });
  const { Job } = await service.client.send(new CreateJobCommand(request));
  return service.settled(Job?.Id ?? '');
}

const read = (name: string) => service.store.text('media', `${folder}${name}`);
const pathOf = (name: string) => `${service.folder}/store/media/${folder}${name}`;

async function variants() {
  const playlist = HLS.parse(await read('index.m3u8'));
  if (!playlist.isMasterPlaylist) throw new Error('not a master playlist');
  return playlist.variants;
}

test('each sound track is a rendition of one group, in its own language', async () => {
  const named = { CustomLanguageCode: 'en-GB', LanguageCodeControl: 'USE_CONFIGURED', StreamName: 'English' };
  const detail = await run({
    key: 'languages',
    sounds: [
      { ...english, ...named, LanguageCodeControl: 'USE_CONFIGURED' },
      { ...french, LanguageCodeControl: 'FOLLOW_INPUT' },
    ],
  });
  expect(detail).toMatchObject({
    status: 'COMPLETE',
    outputGroupDetails: [
      { outputDetails: [{}, { durationInMs: expect.any(Number) }, { durationInMs: expect.any(Number) }] },
      {},
    ],
  });
  const [variant] = await variants();
  expect(variant?.codecs).toMatch(/^avc1\.[0-9A-F]{6},mp4a\.40\.2$/);
  expect(variant?.audio).toMatchObject([
    {
      ...{ groupId: 'aud', name: 'English', language: 'en-GB', isDefault: true, autoselect: true },
      uri: 'index_audio_1.m3u8',
    },
    {
      ...{ groupId: 'aud', name: 'fra', language: 'fra', isDefault: false, autoselect: true },
      uri: 'index_audio_2.m3u8',
    },
  ]);
  for (const [name, own, other] of [
    ['index_audio_1.m3u8', 440, 880],
    ['index_audio_2.m3u8', 880, 440],
  ] as const) {
    const [loud, quiet] = [
      await media.loudness(pathOf(name), 0, own),
      await media.loudness(pathOf(name), 0, other),
    ];
    expect(loud - quiet).toBeGreaterThan(20);
  }
});

test('the DASH manifest offers the same sounds', async () => {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' });
  const { MPD } = parser.parse(await read('index.mpd')) as {
    MPD: { Period: { AdaptationSet: { contentType: string; lang: string; Label: string; Role: object }[] } };
  };
  const sets = MPD.Period.AdaptationSet.filter((set) => set.contentType === 'audio');
  expect(sets).toMatchObject([
    { lang: 'en-GB', Label: 'English', Role: { value: 'main' } },
    { lang: 'fra', Label: 'fra', Role: { value: 'alternate' } },
  ]);
  const streams = await media.probe(pathOf('index.mpd'), 'stream=index,codec_name');
  expect([...new Set(streams)]).toEqual(['0,h264', '1,aac', '2,aac']);
});

test('INPUT_INFORMATION lists every sound', () => {
  const event = service.events.find(({ detail }) => detail['status'] === 'INPUT_INFORMATION');
  expect(event?.detail['inputDetails']).toMatchObject([
    { audio: [{ language: 'ENG' }, { language: 'FRA' }] },
  ]);
});

test('a sound that is chosen by nobody is not automatically selected', async () => {
  const type = 'ALTERNATE_AUDIO_NOT_AUTO_SELECT';
  await run({ key: 'languages', sounds: [english, { ...french, type }] });
  expect((await variants())[0]?.audio).toMatchObject([{}, { isDefault: false, autoselect: false }]);
});

test('a sound track that is not there is left out with a warning', async () => {
  const detail = await run({ key: 'languages', sounds: [english, { ...french, track: 3 }] });
  expect(detail).toMatchObject({ status: 'COMPLETE', warnings: [{ count: 1 }] });
  expect((await variants())[0]?.audio).toHaveLength(1);
});

test('several sounds without a picture are variants', async () => {
  const type = 'AUDIO_ONLY_VARIANT_STREAM';
  const audioOnly = true;
  await run({
    key: 'languages',
    audioOnly,
    sounds: [
      { ...english, type },
      { ...french, type },
    ],
  });
  expect(await variants()).toMatchObject([
    { codecs: 'mp4a.40.2', uri: 'index_audio_1.m3u8' },
    { codecs: 'mp4a.40.2', uri: 'index_audio_2.m3u8' },
  ]);
});

test('six channels are mixed down to two, those behind into those in front', async () => {
  await run({ key: 'surround', sounds: [english] });
  const loudness = (channel: number, hertz: number) =>
    media.loudness(pathOf('index_audio_1.m3u8'), channel, hertz);
  const [left, right] = [0, 1];
  expect((await loudness(left, 880)) - (await loudness(right, 880))).toBeGreaterThan(20);
  expect((await loudness(right, 440)) - (await loudness(left, 440))).toBeGreaterThan(20);
});
