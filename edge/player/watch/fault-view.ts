import { html } from '../html.ts';
import { copyText } from './copy.ts';
import { type Fault, faultWords } from './faults.ts';
import { reportOf } from './report.ts';

type Shown = {
  fault: Fault;
  video: { title: string; positionMs: number };
  requestId: string | null;
  onAgain: () => void;
};

function createAction({ fault, onAgain }: Shown): HTMLElement {
  const { again } = faultWords[fault.kind];
  const button = html('button', { type: 'button' }, [again ? 'Try again' : 'Load the page again']);
  button.addEventListener('click', () => (again ? onAgain() : location.reload()));
  return button;
}

/** Copies what happened as text; where the browser does not allow that, shows the text to be copied by hand. */
function createCopy(text: string): HTMLElement {
  const button = html('button', { type: 'button', class: 'plain' }, ['Copy details']);
  button.addEventListener('click', async () => {
    if (await copyText(text)) return button.replaceChildren('Copied');
    const field = html('textarea', { readonly: '', rows: '7', 'aria-label': 'Details' }, [text]);
    button.replaceWith(field);
    field.select();
  });
  return button;
}

/** What is over the picture when playing stopped: what happened, what to do, and what to pass on. */
export function createFaultView(shown: Shown): HTMLElement {
  const { fault, video, requestId } = shown;
  const { title, next, signIn } = faultWords[fault.kind];
  const page = location.origin + location.pathname;
  const text = reportOf({ title, next, video, page, requestId, at: new Date() });
  const back = `/auth/login?return=${encodeURIComponent(location.pathname)}`;
  const actions = [
    createAction(shown),
    ...(signIn ? [html('a', { href: back }, ['Sign in again'])] : []),
    createCopy(text),
  ];
  return html('div', { class: 'fault', role: 'alert' }, [
    html('strong', {}, [title]),
    html('p', {}, [next]),
    html('p', { class: 'actions' }, actions),
    ...(requestId ? [html('p', { class: 'small' }, ['Request ', html('code', {}, [requestId])])] : []),
  ]);
}
