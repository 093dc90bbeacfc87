import { describe, expect, test } from 'vitest';
import { isCutOff } from './boxes.ts';

const reader = (bytes: Buffer) => async (start: number, end: number) =>
  new Uint8Array(bytes.subarray(start, end));
const cutOff = (bytes: Buffer) => isCutOff(reader(bytes), bytes.length);

function box(type: string, length: number, content = length - 8): Buffer {
  const bytes = Buffer.alloc(8 + content);
  bytes.writeUInt32BE(length, 0);
  bytes.write(type, 4, 'latin1');
  return bytes;
}

function longBox(type: string, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUInt32BE(1, 0);
  bytes.write(type, 4, 'latin1');
  bytes.writeBigUInt64BE(BigInt(length), 8);
  return bytes;
}

const ftyp = box('ftyp', 20);
const moov = box('moov', 40);

describe('MP4', () => {
  test.each([
    ['index first', [ftyp, moov, box('mdat', 100)], false],
    ['index last', [ftyp, box('mdat', 100), moov], false],
    ['a 64-bit length', [ftyp, longBox('mdat', 100), moov], false],
    ['content to the end of the file', [ftyp, moov, box('mdat', 0, 50)], false],
    ['content cut off', [ftyp, moov, box('mdat', 100, 10)], true],
    ['index cut off', [ftyp, box('mdat', 100), box('moov', 40, 4)], true],
    ['no index', [ftyp, box('mdat', 100)], true],
    ['content to the end, no index', [ftyp, box('mdat', 0, 50)], true],
    ['no content', [ftyp, moov], true],
    ['a stump of a box for content', [ftyp, moov, Buffer.alloc(3)], true],
    ['a stump at the end', [ftyp, moov, box('mdat', 100), Buffer.alloc(3)], false],
    ['an appendix of its own kind', [ftyp, moov, box('mdat', 100), box('sefd', 1000, 10)], false],
    ['a fragment cut off', [ftyp, moov, box('moof', 20), box('mdat', 50), box('moof', 100, 10)], true],
    ['many fragments', [ftyp, moov, ...Array.from({ length: 80 }, () => box('moof', 16))], false],
    ['another container', [box('RIFF', 500, 10)], false],
    ['next to nothing', [Buffer.from('abc')], false],
  ])('%s: %o', async (_, boxes, expected) => {
    expect(await cutOff(Buffer.concat(boxes))).toBe(expected);
  });
});

describe('Matroska', () => {
  const header = Buffer.from('1a45dfa384deadbeef', 'hex');
  const segment = (length: string) => Buffer.from(`18538067${length}`, 'hex');
  test.each([
    ['whole', [header, segment('01000000000000ff'), Buffer.alloc(255)], false],
    ['cut off', [header, segment('01000000000000ff'), Buffer.alloc(100)], true],
    ['of unknown length', [header, segment('01ffffffffffffff'), Buffer.alloc(100)], false],
    ['a header alone', [header], true],
    ['short lengths, cut off', [header, segment('ff'), Buffer.alloc(10)], false],
    ['a length of one byte', [header, segment('a0'), Buffer.alloc(20)], true],
  ])('%s', async (_, parts, expected) => {
    expect(await cutOff(Buffer.concat(parts))).toBe(expected);
  });
});

describe('WAV and AVI', () => {
  const riff = (says: number, length: number) => {
    const bytes = Buffer.alloc(length);
    bytes.write('RIFF', 0, 'latin1');
    bytes.writeUInt32LE(says, 4);
    return bytes;
  };
  test.each([
    ['whole', riff(992, 1000), false],
    ['with its header counted in', riff(1000, 1000), false],
    ['cut off', riff(2000, 1000), true],
    ['a live recording', riff(0, 1000), false],
    ['another live recording', riff(0xffffffff, 1000), false],
    ['the first of several chunks', riff(500, 1000), false],
  ])('%s', async (_, bytes, expected) => {
    expect(await cutOff(bytes)).toBe(expected);
  });
});
