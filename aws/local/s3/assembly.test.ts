import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Assemblies, createAssemblies } from './assembly.ts';
import { type Blobs, openBlobs } from './blobs.ts';

let folder: string;
let blobs: Blobs;
let assemblies: Assemblies;
let parts: Map<number, { blob: string; sizeBytes: number; bytes: Buffer }>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shark-assembly-'));
  [blobs, assemblies, parts] = [openBlobs(folder), createAssemblies(), new Map()];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const never = () => false;

async function send(number: number, sizeBytes: number) {
  const bytes = randomBytes(sizeBytes);
  const room = assemblies.reserve('upload', number, sizeBytes, () => parts.size === 0);
  const { name } = await blobs.write(
    (async function* () {
      yield bytes;
    })(),
    'crc32',
    room,
  );
  room?.settle(true);
  parts.set(number, { blob: name, sizeBytes, bytes });
}

const inOrder = () => [...parts].sort(([a], [b]) => a - b).map(([, part]) => part);
const expected = () => Buffer.concat(inOrder().map(({ bytes }) => bytes));
const files = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;
const seal = () => assemblies.seal('upload', inOrder());

test('equal parts in any order, the last one shorter, lie in one file that is the object', async () => {
  for (const [number, size] of [
    [2, 1000],
    [4, 300],
    [1, 1000],
    [3, 1000],
  ] as const)
    await send(number, size);
  expect(await files()).toBe(1);
  expect(await readFile(blobs.pathOf(seal() ?? ''))).toEqual(expected());
});

test.each<[string, ...[number, number][]]>([
  ['a part that is sent again', [1, 1000], [2, 1000], [1, 1000]],
  ['a longer part behind a short one', [1, 1000], [2, 2000], [3, 10]],
  ['a short part in the middle', [1, 1000], [2, 10], [3, 1000]],
  ['a part far ahead', [1, 1000], [9000, 1000], [2, 1000]],
  ['a gap between numbers', [1, 1000], [3, 1000], [5, 1000]],
])('%s has the object joined', async (_, ...sent) => {
  for (const [number, size] of sent) await send(number, size);
  expect(seal()).toBeNull();
  const joined = await blobs.join(inOrder());
  expect(await readFile(blobs.pathOf(joined))).toEqual(expected());
});

test('nobody takes the file over while a part is written to it', async () => {
  await send(1, 1000);
  const room = assemblies.reserve('upload', 2, 1000, never);
  expect(seal()).toBeNull();
  room?.settle(false);
  expect(seal()).not.toBeNull();
});

test('a part that failed leaves its room to the next try', async () => {
  await send(1, 1000);
  expect(assemblies.reserve('upload', 2, 1000, never)?.settle(false)).toBe(false);
  await send(2, 1000);
  expect(await readFile(blobs.pathOf(seal() ?? ''))).toEqual(expected());
});

test('a first part that failed leaves nothing to keep', () => {
  expect(assemblies.reserve('upload', 1, 1000, () => true)?.settle(false)).toBe(true);
  expect(assemblies.forget('upload')).toBeNull();
});

test('a body longer than announced does not reach its neighbour', async () => {
  await send(2, 1000);
  const room = assemblies.reserve('upload', 1, 1000, never);
  const tooLong = (async function* () {
    yield randomBytes(900);
    yield randomBytes(900);
  })();
  await expect(blobs.write(tooLong, 'crc32', room)).rejects.toThrow('longer');
  room?.settle(false);
  await send(1, 1000);
  expect(await readFile(blobs.pathOf(seal() ?? ''))).toEqual(expected());
});

test('after a restart parts have files of their own', async () => {
  await send(1, 1000);
  assemblies = createAssemblies();
  await send(2, 1000);
  expect(await files()).toBe(2);
  expect(seal()).toBeNull();
});
