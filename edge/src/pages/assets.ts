import * as z from 'zod';
import type { Bindings } from '../context.ts';

const manifestSchema = z.record(
  z.string(),
  z.object({ file: z.string(), imports: z.array(z.string()).optional() }),
);

export type Script = 'app' | 'catalog' | 'watch' | 'admin' | 'upload';

/** Where the browser's files are: paths on the app's own origin. */
export type Assets = { style: string; script: (name: Script) => string };

const unhashed: Assets = { style: '/assets/shark.css', script: (name) => `/assets/${name}.js` };

async function readManifest(files: NonNullable<Bindings['ASSETS']>): Promise<Assets | null> {
  const response = await files.fetch(new Request('https://assets.invalid/manifest.json'));
  if (!response.ok) return null;
  const manifest = manifestSchema.parse(await response.json());
  const path = (source: string, otherwise: string) => {
    const file = manifest[source]?.file;
    return file ? `/${file}` : otherwise;
  };
  return {
    style: path('shark.css', unhashed.style),
    script: (name) => path(`${name}.ts`, unhashed.script(name)),
  };
}

let known: Assets | null = null;

/**
 * The hashed names vite gave the browser's files, read once per isolate from its `manifest.json`. Without a build
 * the names are unhashed, so that a page still renders.
 */
export async function assetsOf(files: Bindings['ASSETS']): Promise<Assets> {
  known ??= files ? await readManifest(files) : null;
  return known ?? unhashed;
}
