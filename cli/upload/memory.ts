import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { readJson, stateFolder, writeJson } from '../folders.ts';
import type { World } from '../world.ts';

const rememberedSchema = z.object({ id: z.string(), name: z.string() });

/** Unfinished uploads by the fingerprint of their file; one file each, so that two commands do not disturb one another. */
export function createMemory(place: Pick<World, 'env' | 'home'>) {
  const pathOf = (fingerprint: string) => {
    const name = createHash('sha256').update(fingerprint).digest('hex').slice(0, 32);
    return join(stateFolder(place), 'uploads', `${name}.json`);
  };
  return {
    recall: (fingerprint: string) => rememberedSchema.safeParse(readJson(pathOf(fingerprint))).data ?? null,
    remember: (fingerprint: string, upload: z.infer<typeof rememberedSchema>) =>
      writeJson(pathOf(fingerprint), upload),
    forget: (fingerprint: string) => rmSync(pathOf(fingerprint), { force: true }),
  };
}
