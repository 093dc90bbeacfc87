import { html } from '../html.ts';
import type { ChoiceKeeper } from './choices.ts';
import { commands, helpKey } from './keys.ts';

export type Help = { open(): void };

const keysOf = (shown: readonly string[]) =>
  shown.flatMap((key, index) => [...(index > 0 ? [' '] : []), key === '–' ? key : html('kbd', {}, [key])]);

const row = (shown: readonly string[], does: string) =>
  html('tr', {}, [html('th', { scope: 'row' }, keysOf(shown)), html('td', {}, [does])]);

const rows = () => [...commands.map(({ shown, does }) => row(shown, does)), row([helpKey], 'This list')];

/** WCAG 2.2, 2.1.4: keys of one character can be turned off, or work only where the focus is. */
function createSwitch({ choices, choose }: ChoiceKeeper): HTMLElement {
  const box = html('input', { type: 'checkbox' });
  box.checked = choices.pageKeys;
  box.addEventListener('change', () => choose({ pageKeys: box.checked }));
  return html('label', { class: 'switch' }, [box, 'Keys work on the whole page']);
}

/** The keyboard map as a dialog: Escape or its button closes it, and the focus goes back to where it was. */
export function createHelp(keeper: ChoiceKeeper, withSwitch: boolean): Help {
  const build = () => {
    const close = html('button', { class: 'quiet', autofocus: '' }, ['Close']);
    const title = html('h2', { id: 'keys-title' }, ['Keyboard']);
    const dialog = html('dialog', { class: 'keys', 'aria-labelledby': 'keys-title' }, [
      html('form', { method: 'dialog', class: 'head' }, [title, close]),
      html('table', {}, [html('tbody', {}, rows())]),
      ...(withSwitch ? [createSwitch(keeper)] : []),
    ]);
    dialog.addEventListener('close', () => dialog.remove());
    return dialog;
  };
  return {
    open: () => {
      const dialog = build();
      document.body.append(dialog);
      dialog.showModal();
    },
  };
}
