import { type Refusal, remedyOf } from '../client.ts';
import { html } from '../html.ts';

/** Takes what an earlier attempt complained about away. */
export function clearComplaints(form: HTMLFormElement): void {
  for (const complaint of form.querySelectorAll('.complaint')) complaint.remove();
  for (const field of form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
}

/** Puts a field's own complaint under it, tied together for a screen reader. */
function complain(form: HTMLFormElement, path: string, message: string): void {
  const field = form.elements.namedItem(path.split('.')[0] ?? '');
  if (!(field instanceof HTMLElement)) return;
  const id = `${field.id || path}-complaint`;
  field.setAttribute('aria-invalid', 'true');
  field.setAttribute('aria-errormessage', id);
  field.after(html('p', { class: 'complaint', id }, [message]));
}

/** Says why a form was refused: at its fields, and in `outcome` with what to do next and the id for support. */
export function explain(error: Refusal, form: HTMLFormElement, outcome: HTMLElement): void {
  for (const { path, message } of error.fields) complain(form, path, message);
  outcome.className = 'outcome bad';
  outcome.replaceChildren(`${error.message} ${remedyOf(error)}`);
  if (error.requestId) outcome.append(html('small', {}, [`Id for support: ${error.requestId}`]));
}
