/** A field as a form holds it: `list` is text with commas. */
export type Field = { name: string; as: 'text' | 'list' | 'flag'; value: string; checked: boolean };

function jsonOf({ as, value, checked }: Field): unknown {
  if (as === 'flag') return checked;
  if (as === 'text') return value;
  return value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}

/** The JSON body a form stands for. */
export const bodyOf = (fields: readonly Field[]): Record<string, unknown> =>
  Object.fromEntries(fields.map((field) => [field.name, jsonOf(field)]));

/** What differs from `before`, so that a form writes nothing somebody else may have changed meanwhile. */
export function changesOf(before: Record<string, unknown>, after: Record<string, unknown>) {
  const differs = ([name, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(before[name]);
  return Object.fromEntries(Object.entries(after).filter(differs));
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isControl = (element: Element): element is Control =>
  element instanceof HTMLInputElement ||
  element instanceof HTMLTextAreaElement ||
  element instanceof HTMLSelectElement;

const fieldOf = (control: Control, initial: boolean): Field | null => {
  const input = control instanceof HTMLInputElement ? control : null;
  const checked = input !== null && (initial ? input.defaultChecked : input.checked);
  if (!control.name || control.disabled || input?.type === 'file' || (input?.type === 'radio' && !checked))
    return null;
  const as = input?.type === 'checkbox' ? 'flag' : control.dataset['as'] === 'list' ? 'list' : 'text';
  const value = initial && !(control instanceof HTMLSelectElement) ? control.defaultValue : control.value;
  return { name: control.name, as, value, checked };
};

const controlsOf = (form: HTMLFormElement) => [...form.elements].filter(isControl);

/** A form's named fields as they are, or as the document had them (`initial`); radio buttons count when checked. */
export const fieldsOf = (form: HTMLFormElement, { initial = false } = {}): Field[] =>
  controlsOf(form)
    .map((control) => fieldOf(control, initial))
    .filter((field) => field !== null);

/** From now on the form's present fields are its initial ones: they were saved. */
export function settle(form: HTMLFormElement): void {
  for (const control of controlsOf(form)) {
    if (!(control instanceof HTMLSelectElement)) control.defaultValue = control.value;
    if (control instanceof HTMLInputElement) control.defaultChecked = control.checked;
  }
}
