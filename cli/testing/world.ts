import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { World } from '../world.ts';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shark-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A machine of one's own: an empty home, a stopped clock, no network; `printed` and `screen` are what came out. */
export function createTestWorld(over: Partial<World> = {}) {
  const printed: string[] = [];
  const written: string[] = [];
  const stop = new AbortController();
  const world: World = {
    env: {},
    home: temporaryFolder(),
    version: '1.2.3',
    print: (line) => void printed.push(line),
    screen: { isTty: false, columns: () => 80, write: (text) => void written.push(text) },
    input: { isTty: false, line: async () => null, all: async () => '' },
    fetch: async () => Promise.reject(new TypeError('fetch failed')),
    now: () => 0,
    wait: async () => undefined,
    random: () => 0,
    randomBytes: (length) => new Uint8Array(length).fill(7),
    openBrowser: () => undefined,
    signal: stop.signal,
    ...over,
  };
  return { world, printed, screen: () => written.join(''), stop: () => stop.abort(new Error('stopped')) };
}
