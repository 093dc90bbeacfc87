import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { World } from './world.ts';

type Place = Pick<World, 'env' | 'home'>;

/** Where credentials lie, and where unfinished uploads are remembered (specifications.freedesktop.org/basedir-spec). */
export const configFolder = ({ env, home }: Place) =>
  join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'shark');
export const stateFolder = ({ env, home }: Place) =>
  join(env['XDG_STATE_HOME'] || join(home, '.local', 'state'), 'shark');

/** A JSON file's value; null when there is none, or none that can be read. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** Writes a JSON file that its owner alone can read, whole or not at all. */
export function writeJson(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${process.pid}`;
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, JSON.stringify(value, null, 2), { mode: 0o600, flag: 'wx' });
  renameSync(unfinished, path);
}
