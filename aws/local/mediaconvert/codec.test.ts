import { expect, test } from 'vitest';
import { codecOfInit, codecOfTransport } from './codec.ts';

const box = (name: string, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), ...content]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length + 4);
  return Buffer.concat([size, body]);
};
const bytes = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** An initialization segment of one track with one sample entry. */
const initOf = (entry: Buffer) =>
  box(
    'moov',
    box('mvhd', Buffer.alloc(8)),
    box('trak', box('mdia', box('minf', box('stbl', box('stsd', bytes('00000000 00000001'), entry))))),
  );

const pictureOf = (configuration: string) =>
  initOf(box('avc1', Buffer.alloc(78), box('pasp', Buffer.alloc(8)), box('avcC', bytes(configuration))));

/** `length` is how a descriptor writes its length: one byte, or padded to four. */
const soundOf = (specific: string, length = (value: string) => value) =>
  initOf(
    box(
      'mp4a',
      Buffer.alloc(28),
      box(
        'esds',
        bytes(`00000000 03${length('19')} 0002 00 04${length('11')} 40 15 000000 0001f400 0001f400`),
        bytes(`05${length('02')} ${specific}`),
      ),
    ),
  );

test.each([
  ['High 4.0', pictureOf('01 640028 ffe1'), 'avc1.640028'],
  ['constrained Baseline 3.0', pictureOf('01 42c01e ffe1'), 'avc1.42C01E'],
  ['AAC LC', soundOf('1190'), 'mp4a.40.2'],
  ['AAC LC, lengths of four bytes', soundOf('1190', (value) => `808080${value}`), 'mp4a.40.2'],
  ['HE-AAC', soundOf('2b92'), 'mp4a.40.5'],
  ['USAC, behind the escape value', soundOf('f940'), 'mp4a.40.42'],
])('an initialization segment says its codec: %s', (_, init, codec) => {
  expect(codecOfInit(init)).toBe(codec);
});

test.each([
  ['a sequence parameter set', '47401110 00000001 09f0 00000001 67640028 acd9', 'avc1.640028'],
  ['an ADTS header', '47401110 000001c0 0000 8080 05 2100010001 fff15080 1f7ffc', 'mp4a.40.2'],
])('a transport stream says its codec: %s', (_, stream, codec) => {
  expect(codecOfTransport(bytes(stream))).toBe(codec);
});

test('other codecs are not guessed at', () => {
  expect(codecOfInit(initOf(box('hvc1', Buffer.alloc(100))))).toBeNull();
  expect(codecOfInit(soundOf('1190').subarray(0, 60))).toBeNull();
  expect(codecOfTransport(bytes('47401110 000001bd 0000'))).toBeNull();
});
