import { sentSoFar } from '../../../shared/transfer/plan.ts';
import type { Video } from '../../../shared/video.ts';
import { html } from '../html.ts';

/** What one upload looks like at a moment. */
export type Look =
  | { kind: 'waiting' }
  | { kind: 'sending'; sentBytes: number; speed: number | null }
  | { kind: 'retrying' }
  | { kind: 'finishing' }
  | { kind: 'making'; status: Video['status']; percent: number }
  | { kind: 'ready' }
  | { kind: 'unfinished'; percent: number }
  | { kind: 'failed'; message: string; remedy: string; requestId: string | null };

const makingWord: Record<Video['status'], string> = {
  uploading: 'Sent; waiting to be picked up',
  queued: 'Waiting for the transcoder',
  transcoding: 'Transcoding',
  ready: 'Ready',
  failed: 'Failed',
};

const percentOf = (part: number, whole: number) => Math.floor((100 * part) / Math.max(1, whole));

/** The line under the name, in words; exported for its test. */
export function wordsOf(look: Look, sizeBytes: number): string {
  switch (look.kind) {
    case 'waiting':
      return 'Waiting for its turn';
    case 'sending':
      return sentSoFar(look.sentBytes, sizeBytes, look.speed);
    case 'retrying':
      return 'The connection broke. Trying again; what was sent is kept.';
    case 'finishing':
      return 'Putting the parts together';
    case 'making':
      return look.status === 'transcoding'
        ? `${makingWord.transcoding} ${look.percent} %`
        : makingWord[look.status];
    case 'ready':
      return 'Ready';
    case 'unfinished':
      return `Unfinished at ${look.percent} %. Choose the same file again and it goes on from there.`;
    case 'failed':
      return [look.message, look.remedy, look.requestId && `(${look.requestId})`].filter(Boolean).join(' ');
  }
}

function barOf(look: Look, sizeBytes: number): number | null {
  if (look.kind === 'sending') return percentOf(look.sentBytes, sizeBytes);
  if (look.kind === 'finishing') return 100;
  if (look.kind === 'making') return look.status === 'transcoding' ? look.percent : null;
  return look.kind === 'unfinished' ? look.percent : null;
}

type Action = { word: string; run: () => void };

/** One line of the list of uploads. */
export function createRow(name: string, sizeBytes: number) {
  const words = html('span', { class: 'facts' });
  const bar = html('progress', { max: '100', value: '0', 'aria-label': name });
  const actions = html('span', { class: 'actions' });
  const news = html('span', { class: 'hidden', role: 'status' });
  const element = html('li', { class: 'row' }, [
    html('span', { class: 'name' }, [html('strong', {}, [name]), words]),
    bar,
    actions,
    news,
  ]);
  let kind = '';
  const show = (look: Look) => {
    const percent = barOf(look, sizeBytes);
    words.textContent = wordsOf(look, sizeBytes);
    bar.hidden = percent === null && look.kind !== 'retrying';
    if (percent !== null) bar.value = percent;
    element.dataset['look'] = look.kind;
    // Per cents would be noise to a screen reader; a change of kind is news.
    if (look.kind !== kind) news.textContent = `${name}: ${words.textContent}`;
    kind = look.kind;
  };
  const offer = (...offered: (Action | { word: string; href: string })[]) =>
    actions.replaceChildren(
      ...offered.map((action) => {
        if ('href' in action) return html('a', { class: 'button', href: action.href }, [action.word]);
        const button = html(
          'button',
          { type: 'button', class: 'quiet', 'aria-label': `${action.word}: ${name}` },
          [action.word],
        );
        button.addEventListener('click', action.run);
        return button;
      }),
    );
  return { element, show, offer };
}

export type Row = ReturnType<typeof createRow>;
