import { createWriteStream, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

export type LogFile = {
  path: string;
  /** One line of a process: kept as it is when it is a JSON object, else as `message`. */
  line(from: string, text: string, level?: 'info' | 'error'): void;
  close(): Promise<void>;
};

const maxBytes = 20 * 1024 ** 2;

function asObject(text: string): Record<string, unknown> | null {
  if (!text.startsWith('{')) return null;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}

function rotate(path: string) {
  try {
    if (statSync(path).size > maxBytes) renameSync(path, `${path}.1`);
  } catch {
    // There is none yet.
  }
}

/** `<data>/log.jsonl`, one JSON object a line; over 20 MiB it begins anew at start and one older file is kept. */
export function openLog(folder: string): LogFile {
  const path = join(folder, 'log.jsonl');
  rotate(path);
  const file = createWriteStream(path, { flags: 'a', mode: 0o600 });
  return {
    path,
    line(from, text, level = 'info') {
      if (text.trim() === '') return;
      const said = asObject(text) ?? { level, message: text };
      file.write(`${JSON.stringify({ time: new Date().toISOString(), from, ...said })}\n`);
    },
    close: () => new Promise((resolve) => file.end(() => resolve())),
  };
}
