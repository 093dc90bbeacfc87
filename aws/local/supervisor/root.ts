import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** The project's folder. */
export const root = join(import.meta.dirname, '../../..');

export const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
