import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/world.ts';
import { objectionToFile, sendableOf } from './file.ts';
import { createMemory } from './memory.ts';

function write(name: string, text = 'film') {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

test.each([
  ['notes.txt', 'words', 'Files ending in .txt are not taken.'],
  ['movie.mp4', '', 'The file is empty.'],
])('%s holding %j is refused before its first byte: %s', (name, text, objection) => {
  expect(objectionToFile(write(name, text))).toBe(objection);
});

test('a folder and nothing at all are refused too', () => {
  const folder = join(temporaryFolder(), 'movie.mp4');
  mkdirSync(folder);
  expect(objectionToFile(folder)).toBe('This is no file.');
  expect(objectionToFile(join(folder, 'b.mp4'))).toMatch(/no such file/);
});

test('a file is sent under its name, with its type', () => {
  const path = write('Reef at night.MOV');
  expect(objectionToFile(path)).toBeNull();
  expect(sendableOf(path, 'https://a.example')).toMatchObject({
    fileName: 'Reef at night.MOV',
    sizeBytes: 4,
    contentType: 'video/quicktime',
  });
});

test('the same file at the same service is known again, a changed one or another service is not', () => {
  const path = write('a.mp4');
  const known = sendableOf(path, 'https://a.example').fingerprint;
  expect(sendableOf(path, 'https://a.example').fingerprint).toBe(known);
  expect(sendableOf(path, 'https://b.example').fingerprint).not.toBe(known);
  utimesSync(path, 1, 1);
  expect(sendableOf(path, 'https://a.example').fingerprint).not.toBe(known);
});

test('a file that changes while it is sent is refused', () => {
  const path = write('a.mp4');
  const file = sendableOf(path, 'https://a.example');
  expect(file.slice(1, 3)).toEqual({ path, start: 1, end: 3 });
  writeFileSync(path, 'another film');
  expect(() => file.slice(1, 3)).toThrow('changed while it was being sent');
});

test('an unfinished upload is remembered from one command to the next', () => {
  const place = { env: {}, home: temporaryFolder() };
  createMemory(place).remember('a|1|1', { id: 'U1', name: 'a' });
  expect(createMemory(place).recall('a|1|1')).toEqual({ id: 'U1', name: 'a' });
  expect(createMemory(place).recall('b|1|1')).toBeNull();
  createMemory(place).forget('a|1|1');
  expect(createMemory(place).recall('a|1|1')).toBeNull();
});
