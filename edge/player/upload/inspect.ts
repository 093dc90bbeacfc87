import { type Finding, findingOf, type Looked } from './finding.ts';
import type { Media } from './media.ts';

/** A file on a slow disk is sent unseen after so long, in ms. */
const mostMs = 20_000;

async function look(file: File): Promise<Looked> {
  const reader = await import('./media.ts').catch(() => null);
  if (!reader) return 'not looked';
  return reader.readMedia(file).then(
    (read) => ({ read }),
    () => 'broken',
  );
}

const inTime = (ms: number) =>
  new Promise<Looked>((resolve) => void setTimeout(() => resolve('not looked'), ms));

/** Looks into a file before its first byte is sent; what reads it is loaded with the first file. */
export async function inspect(file: File): Promise<{ finding: Finding; frame: Media['frame'] }> {
  const looked = await Promise.race([look(file), inTime(mostMs)]);
  const read = typeof looked === 'object' ? looked.read : null;
  return { finding: findingOf(file.name, looked), frame: read?.frame ?? null };
}
