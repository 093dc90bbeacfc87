import { expect, test } from 'vitest';
import { captionsFor, createChoices, qualityOf, renditionFor } from './choices.ts';

function storage(kept: string | null = null) {
  const all = new Map(kept === null ? [] : [['shark-player', kept]]);
  const setItem = (name: string, value: string) => void all.set(name, value);
  return { getItem: (name: string) => all.get(name) ?? null, setItem };
}

test('choices are there at the next visit', () => {
  const kept = storage();
  createChoices(kept).choose({ quality: 720 });
  createChoices(kept).choose({ captions: 'de' });
  expect(createChoices(kept).choices).toEqual({ quality: 720, captions: 'de', pageKeys: true });
});

test.each([null, '', '{', '7', '[]', '{"quality":"720","captions":1,"pageKeys":null}'])(
  'of %j nothing is taken',
  (text) => {
    expect(createChoices(storage(text)).choices).toEqual({ quality: null, captions: '', pageKeys: true });
  },
);

test('without storage a choice holds for the page', () => {
  const refuse = () => {
    throw new DOMException('no', 'SecurityError');
  };
  const { choices, choose } = createChoices({ getItem: refuse, setItem: refuse });
  choose({ quality: 360 });
  expect(choices.quality).toBe(360);
});

const ladder = [
  { width: 426, height: 240 },
  { width: 640, height: 360 },
  { width: 1280, height: 720 },
];

test.each([
  [null, -1],
  [720, 2],
  [1080, 2],
  [540, 1],
  [144, 0],
])('the quality %s is rendition %i of 240p, 360p and 720p', (quality, index) => {
  expect(renditionFor(ladder, quality)).toBe(index);
});

test('of no renditions none is chosen, and portrait counts by its short side', () => {
  expect(renditionFor([], 720)).toBe(-1);
  expect(qualityOf({ width: 720, height: 1280 })).toBe(720);
  expect(qualityOf(null)).toBeNull();
});

test.each([
  ['de', 'de'],
  ['EN-gb', 'en-GB'],
  ['en', 'en-GB'],
  ['de-AT', 'de'],
  ['fr', undefined],
  ['', undefined],
])('who chose captions in %j gets %s of German and British English', (language, got) => {
  expect(captionsFor([{ language: 'de' }, { language: 'en-GB' }], language)?.language).toBe(got);
});
