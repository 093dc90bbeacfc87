import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from '../testing/synth.ts';

/** Writes what is being released; run by hand at a release: `node aws/released/write.ts`. */
const { template, outdir } = synthesize({ bundle: true });
rmSync(outdir, { recursive: true });
writeFileSync(join(import.meta.dirname, 'template.json'), `${JSON.stringify(template.toJSON(), null, 1)}\n`);
