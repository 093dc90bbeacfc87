import { expect, test } from 'vitest';
import { type Look, percentShown, wordsOf } from './look.ts';

const sizeBytes = 350_000_000;

test.each<[Look, string]>([
  [{ kind: 'doubtful', doubt: 'It is odd.' }, 'It is odd. Send it all the same?'],
  [{ kind: 'waiting' }, 'Waiting for its turn'],
  [{ kind: 'paused', sentBytes: 0 }, 'Paused'],
  [{ kind: 'paused', sentBytes: 119_000_000 }, 'Paused at 34 %; what was sent is kept.'],
  [{ kind: 'sending', sentBytes: 119_000_000, speed: null }, '34 % · 119 MB of 350 MB'],
  [
    { kind: 'sending', sentBytes: 119_000_000, speed: 8_100_000 },
    '34 % · 119 MB of 350 MB · 8.1 MB/s · about 30 s left',
  ],
  [{ kind: 'making', status: 'queued', percent: 0 }, 'Sent; waiting for the transcoder'],
  [{ kind: 'making', status: 'transcoding', percent: 43 }, 'Transcoding 43 %'],
  [{ kind: 'ready' }, 'Ready'],
  [{ kind: 'unfinished', percent: 40, again: 'Choose it again.' }, 'Unfinished at 40 %. Choose it again.'],
  [{ kind: 'failed', message: 'No.', remedy: 'Try again.', requestId: 'req-1' }, 'No. Try again. (req-1)'],
  [{ kind: 'failed', message: 'Empty.', remedy: '', requestId: null }, 'Empty.'],
])('%j reads "%s"', (look, words) => {
  expect(wordsOf(look, sizeBytes)).toBe(words);
});

test.each<[Look, number | null]>([
  [{ kind: 'sending', sentBytes: 119_000_000, speed: null }, 34],
  [{ kind: 'paused', sentBytes: 119_000_000 }, 34],
  [{ kind: 'finishing' }, 100],
  [{ kind: 'making', status: 'queued', percent: 0 }, null],
  [{ kind: 'making', status: 'transcoding', percent: 43 }, 43],
  [{ kind: 'offline' }, null],
])('%j: the bar stands at %s', (look, percent) => {
  expect(percentShown(look, sizeBytes)).toBe(percent);
});
