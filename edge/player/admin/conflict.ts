import type { Video } from '../../../shared/video.ts';
import { request } from '../client.ts';
import { html } from '../html.ts';

/** A video as somebody else left it, and the ETag to change it by. */
export type Theirs = { video: Video; etag: string | null };

export async function readTheirs(path: string): Promise<Theirs> {
  const response = await request('GET', path);
  return { video: (await response.json()) as Video, etag: response.headers.get('etag') };
}

const names: Record<string, string> = {
  title: 'Title',
  description: 'Description',
  tags: 'Tags',
  published: 'Published',
  posterId: 'Poster',
};

/** A value of a field as a person reads it. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length > 0 ? value.join(', ') : '(none)';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === '' || value === null || value === undefined ? '(empty)' : String(value);
}

/** The fields that both sides changed, or that only one did and the other would undo. */
export const differing = (mine: Record<string, unknown>, { video }: Theirs): string[] =>
  Object.keys(mine).filter((name) => shown(mine[name]) !== shown(video[name as keyof Video]));

type Choices = { keepMine: () => void; takeTheirs: () => void };

const button = (word: string, run: () => void, look: string) => {
  const made = html('button', { type: 'button', class: look }, [word]);
  made.addEventListener('click', run);
  return made;
};

/** Both versions side by side, and which to keep. */
export function conflictView(mine: Record<string, unknown>, theirs: Theirs, choices: Choices): HTMLElement {
  const rows = differing(mine, theirs).map((name) =>
    html('tr', {}, [
      html('th', { scope: 'row' }, [names[name] ?? name]),
      html('td', {}, [shown(mine[name])]),
      html('td', {}, [shown(theirs.video[name as keyof Video])]),
    ]),
  );
  const head = html('tr', {}, [
    html('td'),
    html('th', { scope: 'col' }, ['Yours']),
    html('th', { scope: 'col' }, ['Theirs']),
  ]);
  const table = html('table', {}, [html('thead', {}, [head]), html('tbody', {}, rows)]);
  return html(
    'section',
    { class: 'note conflict', role: 'alertdialog', 'aria-label': 'Two changes', tabindex: '-1' },
    [
      html('strong', {}, ['Somebody else changed this while you were editing.']),
      html('p', {}, [
        rows.length > 0 ? 'Nothing is lost: choose what to keep.' : 'Their change touches nothing of yours.',
      ]),
      ...(rows.length > 0 ? [table] : []),
      html('p', { class: 'actions' }, [
        button('Keep mine', choices.keepMine, ''),
        button('Take theirs', choices.takeTheirs, 'quiet'),
      ]),
    ],
  );
}
