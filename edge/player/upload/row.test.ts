import { expect, test } from 'vitest';
import { type Look, wordsOf } from './row.ts';

const sizeBytes = 350_000_000;

test.each<[Look, string]>([
  [{ kind: 'waiting' }, 'Waiting for its turn'],
  [{ kind: 'sending', sentBytes: 119_000_000, speed: null }, '34 % · 119 MB of 350 MB'],
  [
    { kind: 'sending', sentBytes: 119_000_000, speed: 8_100_000 },
    '34 % · 119 MB of 350 MB · 8.1 MB/s · about 30 s left',
  ],
  [{ kind: 'making', status: 'queued', percent: 0 }, 'Waiting for the transcoder'],
  [{ kind: 'making', status: 'transcoding', percent: 43 }, 'Transcoding 43 %'],
  [{ kind: 'ready' }, 'Ready'],
  [
    { kind: 'unfinished', percent: 40 },
    'Unfinished at 40 %. Choose the same file again and it goes on from there.',
  ],
  [{ kind: 'failed', message: 'No.', remedy: 'Try again.', requestId: 'req-1' }, 'No. Try again. (req-1)'],
  [{ kind: 'failed', message: 'Empty.', remedy: '', requestId: null }, 'Empty.'],
])('%j reads "%s"', (look, words) => {
  expect(wordsOf(look, sizeBytes)).toBe(words);
});
