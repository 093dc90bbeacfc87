import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { crc64, joinCrc64 } from './crc64.ts';

function crcOf(...chunks: Buffer[]): Buffer {
  const crc = crc64();
  for (const chunk of chunks) crc.update(chunk);
  return crc.digest();
}

/** The first is the catalogue's check value of CRC-64/NVME, the others are from the NVM Express specification. */
test.each([
  ['nine digits', Buffer.from('123456789'), 'ae8b14860a799888'],
  ['4 KiB of zeros', Buffer.alloc(4096), '6482d367eb22b64e'],
  ['4 KiB of ones', Buffer.alloc(4096, 0xff), 'c0ddba7302eca3ac'],
])('%s', (_, bytes, expected) => {
  expect(crcOf(bytes).toString('hex')).toBe(expected);
});

test('parts are joined as if they had been one', () => {
  const parts = [70_000, 0, 1, 4096, 12_345].map((size) => randomBytes(size));
  const known = parts.map((part) => ({ crc: crcOf(part), sizeBytes: part.length }));
  expect(joinCrc64(known)).toEqual(crcOf(...parts));
});
