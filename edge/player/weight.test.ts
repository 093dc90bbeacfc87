import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { expect, test } from 'vitest';

/** What a page without the player may make a browser fetch of our script, gzipped. */
const mostBytes = 15 * 1024;

type Chunk = Rolldown.OutputChunk;

async function builtChunks(): Promise<Chunk[]> {
  const configFile = join(import.meta.dirname, '../../vite.config.ts');
  const built = await build({ configFile, logLevel: 'error', build: { write: false, emptyOutDir: false } });
  const outputs = (Array.isArray(built) ? built : [built]).filter((one) => 'output' in one);
  return outputs.flatMap(({ output }) => output.filter((file) => file.type === 'chunk'));
}

/** The chunks that a page with these scripts loads. */
function loadedBy(chunks: Chunk[], names: string[]): Set<Chunk> {
  const loaded = new Set<Chunk>();
  const load = (chunk: Chunk | undefined) => {
    if (!chunk || loaded.has(chunk)) return;
    loaded.add(chunk);
    for (const file of chunk.imports) load(chunks.find(({ fileName }) => fileName === file));
  };
  for (const name of names) load(chunks.find((chunk) => chunk.isEntry && chunk.name === name));
  return loaded;
}

const weigh = (chunks: Iterable<Chunk>) =>
  [...chunks].reduce((sum, { code }) => sum + gzipSync(code).length, 0);

test('the catalog’s script is light', async () => {
  const loaded = [...loadedBy(await builtChunks(), ['app', 'catalog'])];
  expect(loaded.filter(({ isEntry }) => isEntry)).toHaveLength(2);
  expect(weigh(loaded)).toBeLessThanOrEqual(mostBytes);
});

test('uploading’s is as light: what reads media files is loaded with the first file', async () => {
  const chunks = await builtChunks();
  const loaded = loadedBy(chunks, ['app', 'upload']);
  const later = chunks.filter((chunk) => !loaded.has(chunk) && chunk.name === 'media');
  expect(weigh(loaded)).toBeLessThanOrEqual(mostBytes);
  expect(weigh(later)).toBeGreaterThan(mostBytes);
});

test('watching’s is as light: the player comes after its picture, hls.js and the controls each by itself', async () => {
  const chunks = await builtChunks();
  const loaded = loadedBy(chunks, ['app', 'watch']);
  expect(weigh(loaded)).toBeLessThanOrEqual(mostBytes);
  const holds = (name: string) => chunks.filter(({ moduleIds }) => moduleIds.some((id) => id.includes(name)));
  const [engine, controls] = [holds('/hls.js/'), holds('/media-chrome/')];
  expect([engine.length, controls.length]).toEqual([1, 1]);
  expect(engine).not.toEqual(controls);
  expect([...engine, ...controls].filter((chunk) => loaded.has(chunk))).toEqual([]);
});
