import { html } from '../html.ts';
import { type Look, percentShown, wordsOf } from './look.ts';

export type Action = { word: string; run: () => void } | { word: string; href: string };

/** News that a person who does not see the page is told: the others would be noise. */
const news = new Set<Look['kind']>(['doubtful', 'offline', 'making', 'ready', 'published', 'failed']);

function controlOf(action: Action, name: string): HTMLElement {
  if ('href' in action) return html('a', { class: 'button quiet', href: action.href }, [action.word]);
  const label = `${action.word}: ${name}`;
  const button = html('button', { type: 'button', class: 'quiet', 'aria-label': label }, [action.word]);
  button.addEventListener('click', action.run);
  return button;
}

/** One line of the list of uploads. */
export function createRow(name: string, sizeBytes: number) {
  const picture = html('span', { class: 'picture', hidden: '' });
  const facts = html('span', { class: 'facts', hidden: '' });
  const words = html('span', { class: 'facts words' });
  const bar = html('progress', { max: '100', value: '0', 'aria-label': name });
  const actions = html('span', { class: 'actions' });
  const told = html('span', { class: 'hidden', role: 'status' });
  const element = html('li', { class: 'row' }, [
    picture,
    html('span', { class: 'name' }, [html('strong', {}, [name]), facts, words, bar]),
    actions,
    told,
  ]);
  let shown = '';
  let offered = '';
  return {
    element,
    show(look: Look) {
      const percent = percentShown(look, sizeBytes);
      words.textContent = wordsOf(look, sizeBytes);
      bar.hidden = percent === null && look.kind !== 'retrying' && look.kind !== 'offline';
      if (percent !== null) bar.value = percent;
      element.dataset['look'] = look.kind;
      if (look.kind !== shown && news.has(look.kind)) told.textContent = `${name}: ${words.textContent}`;
      shown = look.kind;
    },
    /** What may be done now; whoever was about to do something finds themselves at its successor. */
    offer(...wanted: Action[]) {
      const key = wanted.map(({ word }) => word).join();
      if (key === offered) return;
      offered = key;
      const focused = actions.contains(document.activeElement);
      actions.replaceChildren(...wanted.map((action) => controlOf(action, name)));
      if (focused) actions.querySelector<HTMLElement>('button, a')?.focus();
    },
    /** What the file is, in words, and its first picture. */
    describe(text: string, frame: CanvasImageSource | null) {
      facts.textContent = text;
      facts.hidden = text === '';
      if (frame) picture.replaceChildren(canvasOf(frame));
      picture.hidden = frame === null;
    },
  };
}

/** What was decoded off the page cannot be put into it. */
function canvasOf(frame: CanvasImageSource): HTMLCanvasElement {
  const [width, height] = 'width' in frame ? [Number(frame.width), Number(frame.height)] : [0, 0];
  const canvas = html('canvas', {
    width: `${width}`,
    height: `${height}`,
    role: 'img',
    'aria-label': 'First picture',
  });
  canvas.getContext('2d')?.drawImage(frame, 0, 0);
  return canvas;
}

export type Row = ReturnType<typeof createRow>;
