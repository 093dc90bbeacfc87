import { afterAll, beforeAll, expect, test } from 'vitest';
import { pictures } from '../aws/local/testing/media/pictures.ts';
import { type ExpectedPicture, expectPicture, expectPoster, expectWhole } from './checks.ts';
import { type House, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const wide = ['640x360', '426x240'];
const usual = { rate: 25, seconds: 4 };

const shapes: [string, keyof typeof pictures, ExpectedPicture][] = [
  ['16:9', 'landscape', { sizes: wide, ...usual }],
  ['a phone held upright', 'upright', { sizes: ['360x640', '240x426'], ...usual }],
  ['a square', 'square', { sizes: ['480x480', '360x360', '240x240'], ...usual }],
  ['2.39:1', 'wide', { sizes: ['860x360', '574x240'], ...usual }],
  ['641x361', 'odd', { sizes: ['640x360', '426x240'], ...usual }],
  ['pixels that are not square', 'anamorphic', { sizes: ['524x288', '436x240'], ...usual }],
  ['a small picture', 'small', { sizes: ['426x240'], ...usual }],
  ['120 frames a second', 'fast', { sizes: wide, rate: 60, seconds: 2 }],
  ['29.97 frames a second', 'ntsc', { sizes: wide, rate: 29.97, seconds: 4 }],
  ['a varying frame rate', 'varying', { sizes: wide, rate: 23.976, seconds: 4 }],
  ['HDR10', 'pq', { sizes: wide, rate: 25, seconds: 2 }],
  ['HLG', 'hlg', { sizes: wide, rate: 25, seconds: 2 }],
  ['fields', 'fields', { sizes: ['676x540', '450x360', '300x240'], rate: 25, seconds: 3 }],
  ['a header that says five hours', 'lying', { sizes: ['320x180'], rate: 25, seconds: 2 }],
  ['no sound', 'silent', { sizes: wide, ...usual }],
  ['black at the beginning', 'afterBlack', { sizes: wide, rate: 25, seconds: 6 }],
];

const withoutSound: (keyof typeof pictures)[] = ['silent', 'lying'];

test.each(shapes)('%s plays in its own shape', async (_, name, expected) => {
  const { video } = await house.ingest(await pictures[name](house.media));
  const output = await house.output(video);
  await expectWhole(output);
  await expectPicture(house.media, output, expected);
  await expectPoster(house.media, output);
  const hasAudio = !withoutSound.includes(name);
  expect(output.sounds).toHaveLength(hasAudio ? 1 : 0);
  expect(video.current?.source).toMatchObject({ hasAudio });
});

test('a drawing of sharp squares plays in those of its sizes that take less than a larger one', async () => {
  const { video } = await house.ingest(await pictures.drawing(house.media));
  const output = await house.output(video);
  await expectWhole(output);
  const sizes = output.made.renditions.map(({ width, height }) => `${width}x${height}`);
  expect(sizes[0]).toBe('1280x720');
  expect(sizes.length + (output.made.warnings?.length ?? 0)).toBe(4);
  await expectPicture(house.media, output, { sizes, rate: 5, seconds: 2 });
});
