import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'dist/cli');

const { version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Run as a program: builds `dist/cli`, a package of one file that needs Node 20 or newer and nothing else. */
await build({
  entryPoints: [join(root, 'cli/main.ts')],
  outfile: join(folder, 'shark.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  define: { SHARK_VERSION: JSON.stringify(version) },
  banner: { js: '#!/usr/bin/env node' },
});
chmodSync(join(folder, 'shark.mjs'), 0o755);

const about = {
  ...{ name: 'shark', version, license, type: 'module', bin: { shark: 'shark.mjs' } },
  engines: { node: '>=20.3' },
};
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(about, null, 2)}\n`);
