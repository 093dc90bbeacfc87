import { sentSoFar } from '../../../shared/transfer/plan.ts';
import type { Video } from '../../../shared/video.ts';

/** What one upload looks like at a moment. */
export type Look =
  | { kind: 'checking' }
  | { kind: 'doubtful'; doubt: string }
  | { kind: 'waiting' }
  | { kind: 'sending'; sentBytes: number; speed: number | null }
  | { kind: 'retrying' }
  | { kind: 'offline' }
  | { kind: 'paused'; sentBytes: number }
  | { kind: 'finishing' }
  | { kind: 'making'; status: Video['status']; percent: number }
  | { kind: 'ready' }
  | { kind: 'published' }
  | { kind: 'unfinished'; percent: number; again: string }
  | { kind: 'failed'; message: string; remedy: string; requestId: string | null };

const makingWord: Record<Video['status'], string> = {
  uploading: 'Sent; waiting to be picked up',
  queued: 'Sent; waiting for the transcoder',
  transcoding: 'Transcoding',
  ready: 'Ready',
  failed: 'Failed',
};

const percentOf = (part: number, whole: number) => Math.floor((100 * part) / Math.max(1, whole));

/** The line under the name, in words. */
export function wordsOf(look: Look, sizeBytes: number): string {
  switch (look.kind) {
    case 'checking':
      return 'Looking into the file';
    case 'doubtful':
      return `${look.doubt} Send it all the same?`;
    case 'waiting':
      return 'Waiting for its turn';
    case 'sending':
      return sentSoFar(look.sentBytes, sizeBytes, look.speed);
    case 'retrying':
      return 'The connection broke. Trying again; what was sent is kept.';
    case 'offline':
      return 'No connection. It goes on by itself when there is one; what was sent is kept.';
    case 'paused':
      return look.sentBytes > 0
        ? `Paused at ${percentOf(look.sentBytes, sizeBytes)} %; what was sent is kept.`
        : 'Paused';
    case 'finishing':
      return 'Putting the parts together';
    case 'making':
      return look.status === 'transcoding'
        ? `${makingWord.transcoding} ${look.percent} %`
        : makingWord[look.status];
    case 'ready':
      return 'Ready';
    case 'published':
      return 'Ready and published';
    case 'unfinished':
      return `Unfinished at ${look.percent} %. ${look.again}`;
    case 'failed':
      return [look.message, look.remedy, look.requestId && `(${look.requestId})`].filter(Boolean).join(' ');
  }
}

/** Per cent for the bar; null for none. While a connection is waited for it stays where it was. */
export function percentShown(look: Look, sizeBytes: number): number | null {
  if (look.kind === 'sending' || look.kind === 'paused') return percentOf(look.sentBytes, sizeBytes);
  if (look.kind === 'finishing') return 100;
  if (look.kind === 'making') return look.status === 'transcoding' ? look.percent : null;
  return look.kind === 'unfinished' ? look.percent : null;
}
