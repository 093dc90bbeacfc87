import { realpathSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { Refusal } from '../../shared/refusal.ts';
import { fingerprintOf, objectionTo } from '../../shared/transfer/plan.ts';
import type { Sendable } from '../../shared/transfer/transfer.ts';
import { maxUploadBytes, mediaExtensions } from '../../shared/upload.ts';

/** Bytes of a file; `end` is exclusive. */
export type Piece = { path: string; start: number; end: number };

const types: Record<string, string> = {
  '.mp4': 'video/mp4',
  '.m4v': 'video/mp4',
  '.mov': 'video/quicktime',
  '.mkv': 'video/x-matroska',
  '.webm': 'video/webm',
  '.avi': 'video/x-msvideo',
  '.mpg': 'video/mpeg',
  '.mpeg': 'video/mpeg',
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.wav': 'audio/wav',
  '.flac': 'audio/flac',
};

const rules = { extensions: mediaExtensions.map((extension) => `.${extension}`), maxBytes: maxUploadBytes };

function factsOf(path: string) {
  const stats = statSync(path);
  const { size, mtimeMs: lastModified } = stats;
  return { name: realpathSync(path), size, lastModified, isFile: stats.isFile() };
}

/** What is wrong with a file before its first byte is sent; null when nothing is. */
export function objectionToFile(path: string): string | null {
  try {
    const facts = factsOf(path);
    return facts.isFile ? objectionTo(facts, rules) : 'This is no file.';
  } catch {
    return 'There is no such file, or it may not be read.';
  }
}

const changed = () =>
  new Refusal(409, {
    error: {
      code: 'file_changed',
      message: 'The file was changed while it was being sent.',
      requestId: null,
    },
  });

/** A file as it is now. A piece of it that is asked for after it was changed is refused: parts of two files make none. */
export function sendableOf(path: string, app: string): Sendable<Piece> {
  const { name, size, lastModified } = factsOf(path);
  return {
    fingerprint: `${app}|${fingerprintOf({ name, size, lastModified })}`,
    fileName: basename(path),
    sizeBytes: size,
    contentType: types[extname(path).toLowerCase()] ?? 'application/octet-stream',
    slice(start, end) {
      const now = factsOf(path);
      if (now.size !== size || now.lastModified !== lastModified) throw changed();
      return { path, start, end };
    },
  };
}
