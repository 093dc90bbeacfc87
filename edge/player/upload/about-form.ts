import { titleFromFileName } from '../../../shared/file-title.ts';
import { html } from '../html.ts';

let made = 0;

function field(label: string, control: HTMLInputElement | HTMLTextAreaElement, hint = '') {
  const hints = hint ? [html('p', { class: 'hint', id: `${control.id}-hint` }, [hint])] : [];
  if (hint) control.setAttribute('aria-describedby', `${control.id}-hint`);
  return html('div', { class: 'field' }, [html('label', { for: control.id }, [label]), control, ...hints]);
}

/** The form beside an upload; `publish` has no name, because it is not sent with the others. */
export function createAboutForm(fileName: string) {
  const id = `about-${++made}`;
  const title = html('input', { id: `${id}-title`, name: 'title', maxlength: '200', required: '' });
  title.value = titleFromFileName(fileName);
  const description = html('textarea', {
    id: `${id}-text`,
    name: 'description',
    rows: '3',
    maxlength: '5000',
  });
  const tags = html('input', { id: `${id}-tags`, name: 'tags', 'data-as': 'list', autocomplete: 'off' });
  const publish = html('input', { type: 'checkbox', id: `${id}-publish`, 'aria-describedby': `${id}-when` });
  const outcome = html('p', { class: 'outcome', role: 'status' });
  const form = html('form', { class: 'stack', method: 'dialog' }, [
    field('Title', title),
    field('Description', description),
    field('Tags', tags, 'Separate them with commas; twenty at most.'),
    html('div', { class: 'field' }, [
      html('label', { class: 'switch' }, [publish, 'Publish when it is ready']),
      html('p', { class: 'hint', id: `${id}-when` }, [
        'This page does it. If you leave, it is done when you open this page again in this browser.',
      ]),
    ]),
    outcome,
  ]);
  const element = html('details', { class: 'upload-about' }, [
    html('summary', { 'aria-label': `Title, description, tags: ${fileName}` }, ['Title, description, tags']),
    form,
  ]);
  const fields: Record<string, HTMLInputElement | HTMLTextAreaElement> = { title, description, tags };
  return {
    ...{ element, form, publish, outcome },
    /** Shows other values, but for the fields that are named. */
    fill(values: Record<string, string>, except: readonly string[]) {
      for (const [name, value] of Object.entries(values))
        if (fields[name] && !except.includes(name)) fields[name].value = value;
    },
  };
}
