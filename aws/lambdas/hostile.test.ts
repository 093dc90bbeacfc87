import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { runApart } from './apart.ts';
import { matroskaCaptions } from './captions/matroska.ts';
import { mp4Captions } from './captions/mp4.ts';
import { isCutOff } from './container/boxes.ts';
import { imageSize } from './container/image.ts';
import { ids, readMatroska, trackTypes } from './container/matroska.ts';
import { hasEncryptedTrack } from './container/mp4.ts';
import { readSequence } from './container/mpeg-sequence.ts';
import { readHeader } from './header.ts';
import { box, element, matroska, readerOf, uint, words } from './testing/bytes.ts';
import { movie } from './testing/movie.ts';

const track = element(
  ids.track,
  element(ids.number, uint(1)),
  element(ids.type, uint(trackTypes.subtitle)),
  element(ids.codec, Buffer.from('S_TEXT/UTF8')),
);
const position = element(
  ids.cuePositions,
  element(ids.cueTrack, uint(1)),
  element(ids.cueCluster, uint(150)),
);
const film = matroska(
  element(
    ids.seekHead,
    element(ids.seek, element(ids.seekId, uint(ids.cues)), element(ids.seekPosition, uint(9))),
  ),
  element(ids.tracks, track),
  element(ids.cues, element(ids.cuePoint, element(ids.cueTime, uint(1)), position)),
  element(
    ids.cluster,
    element(ids.timestamp, uint(1)),
    element(ids.simpleBlock, Buffer.from([0x81, 0, 0, 0, 65])),
  ),
);
const table = box(
  'stbl',
  box('stsd', words(0, 1), box('tx3g', Buffer.alloc(38))),
  box('stts', words(0, 1, 2, 500)),
  box('stsc', words(0, 1, 1, 2, 1)),
  box('stsz', words(0, 0, 2, 3, 3)),
  box('stco', words(0, 1, 28)),
);
const text = box('trak', box('mdia', box('mdhd', words(0, 0, 0, 1000, 9, 0)), box('minf', table)));
const timedText = Buffer.concat([
  box('ftyp', Buffer.from('isom'), words(0)),
  box('mdat', Buffer.from([0, 1, 65, 0, 1, 66])),
  box('moov', box('mvhd', words(0, 0, 0, 600, 0, 0)), text),
]);
const program = Buffer.concat([
  words(0x000001ba),
  words(0x000001b3, 0x2d024033),
  words(0x000001b5, 0x14820000),
]);

let files: Uint8Array[];
beforeAll(async () => {
  files = [film, timedText, program, await movie(), await movie({ cover: new Uint8Array(40).fill(255) })];
});

/** One of the files with some of its bytes changed, cut off somewhere. */
const broken = fc.tuple(
  fc.nat(4),
  fc.array(fc.tuple(fc.nat(3000), fc.integer({ min: 0, max: 255 })), { maxLength: 12 }),
  fc.integer({ min: 0, max: 3000 }),
);

function breakIt([which, changes, cut]: [number, [number, number][], number]): Uint8Array {
  const bytes = Uint8Array.from(files[which] ?? []);
  for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
  return cut > 2000 ? bytes : bytes.slice(0, Math.max(1, cut));
}

test('containers that are broken in any way are read to an end', async () => {
  const check = async (how: [number, [number, number][], number]) => {
    const bytes = breakIt(how);
    const { read, asked } = readerOf(bytes);
    await isCutOff(read, bytes.length);
    await readMatroska(read, bytes.length);
    await hasEncryptedTrack(read, bytes.length);
    await readSequence(read, bytes.length);
    imageSize(bytes);
    expect(asked.times).toBeLessThan(1000);
  };
  await fc.assert(fc.asyncProperty(broken, check), { numRuns: 1000 });
});

test('text tracks that are broken in any way come to an end', async () => {
  const check = async (how: [number, [number, number][], number]) => {
    const bytes = breakIt(how);
    const { read, asked } = readerOf(bytes);
    await mp4Captions(read, bytes.length).catch(() => []);
    await matroskaCaptions(read, bytes.length).catch(() => []);
    expect(asked.times).toBeLessThan(1000);
  };
  await fc.assert(fc.asyncProperty(broken, check), { numRuns: 1000 });
});

describe('a file that its reader never gets through', () => {
  const junk = new Uint8Array(matroska(Buffer.alloc(200)));

  test('is given up, and others are read meanwhile', async () => {
    const endless = runApart('header', readerOf(junk).read, junk.length, 4000).catch(
      (error: unknown) => error,
    );
    const whole = await movie();
    expect(await readHeader(readerOf(whole).read, whole.length)).toMatchObject({ durationMs: 3000 });
    expect(await endless).toMatchObject({ code: 'unreadable_source' });
  });

  test('for want of anything in it is not even begun', async () => {
    const header = readHeader(readerOf(junk).read, junk.length);
    await expect(header).rejects.toMatchObject({ code: 'unreadable_source' });
  });
});

test('what cannot be read for now is no reason to fail', async () => {
  const whole = await movie();
  const down = async () => {
    throw new TypeError('S3 is down');
  };
  await expect(runApart('header', down, whole.length)).rejects.toThrow('S3 is down');
});
