import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sounds } from '../aws/local/testing/media/sounds.ts';
import { expectPicture, expectPoster, expectWhole } from './checks.ts';
import { type House, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const picture = { sizes: ['426x240'], rate: 25, seconds: 4 };

/** What became of one of the media, read back whole. */
async function outputOf(name: keyof typeof sounds) {
  const { video } = await house.ingest(await sounds[name](house.media));
  const output = await house.output(video);
  await expectWhole(output);
  const paths = output.voices.length > 0 ? output.voices : output.pictures;
  for (const { path } of paths) await house.media.decode(path);
  /** How loud a tone is in a channel of a sound, in decibels. */
  const loudness = (sound: number, channel: number, hertz: number) =>
    house.media.loudness(paths[sound]?.path ?? '', channel, hertz);
  return { video, output, loudness };
}

/** Clearly louder, in decibels. */
const louder = 20;

test('two languages are two sounds of one group, the first the default', async () => {
  const { output, loudness } = await outputOf('languages');
  await expectPicture(house.media, output, picture);
  expect(output.sounds).toMatchObject([
    { language: 'en', isDefault: true, autoselect: true },
    { language: 'fr', isDefault: false, autoselect: true },
  ]);
  expect(new Set(output.sounds.map(({ groupId }) => groupId)).size).toBe(1);
  expect(new Set(output.sounds.map(({ name }) => name)).size).toBe(2);
  expect((await loudness(0, 0, 440)) - (await loudness(0, 0, 880))).toBeGreaterThan(louder);
  expect((await loudness(1, 0, 880)) - (await loudness(1, 0, 440))).toBeGreaterThan(louder);
});

test('5.1 becomes stereo with every channel on its side', async () => {
  const { output, loudness } = await outputOf('surround');
  const channels = await house.media.probe(output.voices[0]?.path ?? '', 'stream=channels', [
    ...['-allowed_extensions', 'ALL'],
  ]);
  expect([...new Set(channels)]).toEqual(['2']);
  expect((await loudness(0, 0, 880)) - (await loudness(0, 1, 880))).toBeGreaterThan(louder);
  expect((await loudness(0, 1, 440)) - (await loudness(0, 0, 440))).toBeGreaterThan(louder);
});

test('sound that starts late stays in step with the picture', async () => {
  const { output } = await outputOf('late');
  await expectPicture(house.media, output, picture);
  const log = await house.media.log(output.voices[0]?.path ?? '', 'silencedetect=d=0.5');
  expect(Number(/silence_end: ([\d.]+)/.exec(log)?.[1])).toBeCloseTo(1, 1);
});

test.each([
  ['an MP3 with its sleeve', 'song', true],
  ['an M4A', 'voice', false],
] as const)('%s plays as sound alone', async (_, name, hasCover) => {
  const { video, output, loudness } = await outputOf(name);
  expect(output.variants).toMatchObject([{ codecs: 'mp4a.40.2' }]);
  expect(output.variants[0]?.resolution).toBeUndefined();
  expect(Math.abs((output.pictures[0]?.seconds ?? 0) - 4)).toBeLessThan(0.1);
  expect(await loudness(0, 0, 440)).toBeGreaterThan(-30);
  expect(video.current?.source).toMatchObject({ width: null, height: null, hasAudio: true });
  expect(output.made.renditions).toEqual([]);
  expect(output.made.posterId !== null).toBe(hasCover);
});

test('the sleeve of a song is its poster', async () => {
  const { output } = await outputOf('song');
  const poster = output.made.frames.find(({ id }) => id === output.made.posterId);
  const [size] = await house.media.probe(output.pathOfObject(poster?.path ?? ''), 'stream=width,height');
  expect(size).toBe('300,300');
});

test.each([
  ['MP4', 'timedText'],
  ['Matroska', 'subRip'],
] as const)('subtitles inside %s become a caption track', async (_, name) => {
  const { output } = await outputOf(name);
  await expectPicture(house.media, output, picture);
  await expectPoster(house.media, output);
  const [captions] = output.made.captions ?? [];
  expect(captions).toMatchObject({ language: 'en' });
  const text = await readFile(output.pathOfObject(captions?.path ?? ''), 'utf8');
  expect(text).toMatch(/^WEBVTT/);
  // Matroska begins with the sound encoder's lead, so that everything comes a little later.
  expect(text).toMatch(/00:00:00\.5\d\d --> 00:00:01\.5\d\d[^\n]*\nGood morning/);
});
