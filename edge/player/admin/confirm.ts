import { html } from '../html.ts';

/** Asks before something that cannot be taken back; true when the person says so. */
export function confirmed(question: string, word: string): Promise<boolean> {
  const dialog = document.createElement('dialog');
  const form = html('form', { method: 'dialog', class: 'stack' }, [
    html('p', {}, [question]),
    html('p', { class: 'actions' }, [
      html('button', { value: 'no', class: 'quiet', autofocus: '' }, ['Cancel']),
      html('button', { value: 'yes', class: 'danger' }, [word]),
    ]),
  ]);
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}
