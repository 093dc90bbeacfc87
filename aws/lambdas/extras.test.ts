import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { versionPrefix } from '../../shared/paths.ts';
import { ids, trackTypes } from './container/matroska.ts';
import { createContext } from './context.ts';
import { keepExtras } from './extras.ts';
import { element, matroska, uint } from './testing/bytes.ts';
import { movie } from './testing/movie.ts';
import { version, videoId } from './testing/videos.ts';
import { createWorld, type World } from './testing/world.ts';

const ref = { org: 'shark', videoId, version };
const prefix = versionPrefix(ref);
const key = `uploads/shark/${videoId}/${version}/source`;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
beforeEach(() => {
  world.s3.objects.clear();
  world.lines.length = 0;
});
afterAll(() => world.close());

function extrasOf(
  content: Uint8Array,
  { hasPicture = true, etag }: { hasPicture?: boolean; etag?: string } = {},
) {
  const known = world.s3.put('up', key, content);
  const context = createContext(world.env, 'record-job', world.overrides);
  const input = { bucket: 'up', key, etag: etag ?? known, sizeBytes: content.length };
  return keepExtras(context, ref, input, hasPicture);
}

const written = (name: string) => world.s3.objects.get(`media/${prefix}${name}`);
const textOf = (name: string) => new TextDecoder().decode(written(name)?.bytes);

const texts =
  (language: string, ...more: Uint8Array[]) =>
  (number: number) =>
    element(
      ids.track,
      element(ids.number, uint(number)),
      element(ids.type, uint(trackTypes.subtitle)),
      element(ids.codec, Buffer.from('S_TEXT/UTF8')),
      element(ids.language, Buffer.from(language)),
      ...more,
    );
const say = (number: number) =>
  element(ids.simpleBlock, Buffer.from([0x80 | number, 0, 0, 0]), Buffer.from(`Hello ${number}`));

/** A film with these text tracks, each of which says hello. */
function film(...tracks: ((number: number) => Uint8Array)[]): Uint8Array {
  const entries = tracks.map((track, index) => track(index + 1));
  const said = tracks.map((_, index) => say(index + 1));
  return new Uint8Array(
    matroska(element(ids.tracks, ...entries), element(ids.cluster, element(ids.timestamp, uint(0)), ...said)),
  );
}

describe('text tracks', () => {
  test('are written as WebVTT, called by their names or languages', async () => {
    const named = element(ids.name, Buffer.from('Für Schwerhörige'));
    const forced = element(ids.isForced, uint(1));
    const tracks = [texts('eng'), texts('ger', named), texts('eng', forced), texts('und'), texts('eng')];
    const { captions, warnings } = await extrasOf(film(...tracks));
    expect(warnings).toEqual([]);
    expect(captions.map(({ id, language, label }) => [id, language, label])).toEqual([
      ['1-en', 'en', 'English'],
      ['2-de', 'de', 'Für Schwerhörige'],
      ['3-en', 'en', 'English (forced)'],
      ['4-und', 'und', 'Captions'],
      ['5-en', 'en', 'English 2'],
    ]);
    expect(captions[1]?.path).toBe(`${prefix}captions/2-de.vtt`);
    expect(textOf('captions/2-de.vtt')).toBe('WEBVTT\n\n00:00:00.000 --> 00:00:05.000\nHello 2\n');
    expect(written('captions/1-en.vtt')?.headers).toMatchObject({
      'content-type': 'text/vtt',
      'cache-control': 'max-age=31536000, immutable',
    });
  });

  test('beyond twenty are left out', async () => {
    const { captions } = await extrasOf(film(...Array.from({ length: 25 }, () => texts('eng'))));
    expect(captions).toHaveLength(20);
    expect(new Set(captions.map(({ label }) => label)).size).toBe(20);
  });

  test.each([
    ['a file that is another one by now', film(texts('eng')), { etag: 'other' }],
    [
      'content that is not what it says',
      film(texts('eng', element(ids.encodings, element(ids.encoding, element(ids.compression))))),
      {},
    ],
  ])('of %s are a warning and no failure', async (_, content, more) => {
    const { captions, warnings } = await extrasOf(content, more);
    expect(captions).toEqual([]);
    expect(warnings).toEqual([{ code: 'captions_unreadable', message: expect.stringMatching(/\.$/) }]);
    expect(world.lines).toMatchObject([{ decision: 'captions_unreadable' }]);
  });

  test('that take too long are a warning', async () => {
    const content = film(texts('eng'));
    const slow = { ...world.overrides, now: () => (world.clock.ms += 15_000) };
    const known = world.s3.put('up', key, content);
    const input = { bucket: 'up', key, etag: known, sizeBytes: content.length };
    const { warnings } = await keepExtras(createContext(world.env, 'record-job', slow), ref, input, true);
    expect(warnings.map(({ code }) => code)).toEqual(['captions_unreadable']);
  });
});

describe('a sound recording', () => {
  /** The beginning of a JPEG of 300 by 200. */
  const jpeg = new Uint8Array(
    Buffer.from('ffd8 ffe0 0004 0000 ffc0 0011 08 00c8 012c 030100000000000000'.replaceAll(' ', ''), 'hex'),
  );
  const png = new Uint8Array(
    Buffer.from('89504e470d0a1a0a0000000d4948445200000280000001680806000000', 'hex'),
  );
  const song = (cover: Uint8Array) => movie({ picture: false, cover });

  test.each([
    ['a JPEG', jpeg, 'frames/cover.jpg', 'image/jpeg', { width: 300, height: 200 }],
    ['a PNG', png, 'frames/cover.png', 'image/png', { width: 640, height: 360 }],
  ])('has its cover, %s, as its only frame', async (_, image, name, type, size) => {
    const { cover } = await extrasOf(await song(image), { hasPicture: false });
    expect(cover).toEqual({ frame: { id: 'cover', path: prefix + name, timeMs: 0 }, size });
    expect(written(name)?.headers).toMatchObject({ 'content-type': type });
    expect([...(written(name)?.bytes ?? [])]).toEqual([...image]);
  });

  test.each([
    ['none', () => movie({ picture: false })],
    ['one of an unknown kind', () => song(new Uint8Array(Buffer.from('GIF89a and so on, and on and on')))],
    ['none, being of a kind that is not known here', async () => new Uint8Array(600).fill(7)],
  ])('may have %s', async (_, content) => {
    expect(await extrasOf(await content(), { hasPicture: false })).toEqual({
      captions: [],
      cover: null,
      warnings: [],
    });
  });

  test('whose cover cannot be read is told of', async () => {
    const { warnings } = await extrasOf(await song(jpeg), { hasPicture: false, etag: 'other' });
    expect(warnings.map(({ code }) => code)).toContain('cover_unreadable');
  });

  test('with a picture needs no cover', async () => {
    expect((await extrasOf(await movie({ cover: jpeg }))).cover).toBeNull();
  });
});
