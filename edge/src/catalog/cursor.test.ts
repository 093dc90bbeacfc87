import { base64url } from 'jose';
import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.ts';

const cursor = { order: 'all-newest', key: '2026-05-06T07:08:09.000Z', id: '01KAAAAAAAAAAAAAAAAAAAAAAA' };

test('reads back what it wrote', () => {
  expect(decodeCursor(encodeCursor(cursor), 'all-newest')).toEqual(cursor);
});

test.each([
  ['nothing', ''],
  ['words', 'nonsense'],
  ['no base64url', '%%%'],
  ['another list', encodeCursor({ ...cursor, order: 'all-title' })],
  ['a key more', base64url.encode(JSON.stringify({ ...cursor, org: 'whale' }))],
  ['an id that is none', base64url.encode(JSON.stringify({ ...cursor, id: '1' }))],
])('refuses %s', (_name, text) => {
  expect(() => decodeCursor(text, 'all-newest')).toThrow(
    expect.objectContaining({
      code: 'invalid_request',
      fields: [expect.objectContaining({ path: 'cursor' })],
    }),
  );
});
