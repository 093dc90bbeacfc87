import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type State, stateSchema } from '../state.ts';
import { takeLock } from './lock.ts';
import { Refusal } from './options.ts';

const lockName = 'shark.lock';
const statePath = (folder: string) => join(folder, 'state.json');

/** Whether a folder is ours to write into: new, empty, or with our lock in it. */
function assertOurs(folder: string) {
  if (!existsSync(folder) || readdirSync(folder).length === 0 || existsSync(join(folder, lockName))) return;
  throw new Refusal(`${folder} holds something that is not Shark's. Name another folder with --data.`);
}

function whoHolds(folder: string): string {
  try {
    const { pid, app } = stateSchema.parse(JSON.parse(readFileSync(statePath(folder), 'utf8')));
    return ` (process ${pid}, ${app})`;
  } catch {
    return '';
  }
}

export type DataFolder = { writeState(state: State): void; removeState(): void; release(): void };

/**
 * Takes the data folder for this process alone, making it when missing; `reset` empties it first. An earlier
 * `state.json` is gone afterwards.
 * @throws Refusal when it is another's or in use
 */
export function openDataFolder(folder: string, { reset }: { reset: boolean }): DataFolder {
  assertOurs(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = takeLock(join(folder, lockName));
  if (!lock)
    throw new Refusal(`Shark already runs on ${folder}${whoHolds(folder)}. Stop it, or name another --data.`);
  const removeState = () => rmSync(statePath(folder), { force: true });
  removeState();
  if (reset)
    for (const name of readdirSync(folder))
      if (name !== lockName) rmSync(join(folder, name), { recursive: true, force: true });
  return {
    writeState(state) {
      const unfinished = `${statePath(folder)}.new`;
      writeFileSync(unfinished, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
      renameSync(unfinished, statePath(folder));
    },
    removeState,
    release: () => lock.release(),
  };
}
