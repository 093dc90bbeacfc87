import { Refusal, request } from '../client.ts';
import { html } from '../html.ts';
import { refreshParts } from '../parts.ts';
import { announce } from './announce.ts';
import { confirmed } from './confirm.ts';
import { conflictView, readTheirs } from './conflict.ts';
import { clearComplaints, explain } from './explain.ts';
import { bodyOf, changesOf, fieldsOf, settle } from './fields.ts';
import { textOfFiles } from './file-fields.ts';

/**
 * `<shark-form method action>` around a form sends its fields to the API as JSON.
 * `if-match`: the ETag the form was filled from · `changed-only`: sends what differs from then · `confirm`,
 * `confirm-word`: asks first · `done`: said on success · `refresh`: parts of the page to take anew · `reset`: empties
 * the form · `then`: where to go.
 */
class SharkForm extends HTMLElement {
  #outcome = html('p', { class: 'outcome', role: 'status' });

  get #form() {
    return this.querySelector('form');
  }

  connectedCallback() {
    if (!this.#form) return;
    this.#form.append(this.#outcome);
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (event.target instanceof HTMLFormElement) this.#submit(event.target);
    });
  }

  async #submit(form: HTMLFormElement) {
    if (this.ariaBusy === 'true') return;
    const body = await this.#bodyOf(form);
    if (!body) return this.#say('Nothing was changed.');
    const question = this.getAttribute('confirm');
    if (question && !(await confirmed(question, this.getAttribute('confirm-word') ?? 'Yes'))) return;
    this.ariaBusy = 'true';
    this.#outcome.replaceChildren();
    form.querySelector('.conflict')?.remove();
    clearComplaints(form);
    try {
      await this.#send(body, form);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'precondition_failed') await this.#compare(body, form);
      else explain(error, form, this.#outcome);
    } finally {
      this.ariaBusy = 'false';
    }
  }

  /** Null when there is nothing to send. */
  async #bodyOf(form: HTMLFormElement) {
    const fields = { ...bodyOf(fieldsOf(form)), ...(await textOfFiles(form)) };
    if (!this.hasAttribute('changed-only')) return fields;
    const changes = changesOf(bodyOf(fieldsOf(form, { initial: true })), fields);
    return Object.keys(changes).length > 0 ? changes : null;
  }

  async #send(body: Record<string, unknown>, form: HTMLFormElement) {
    const method = this.getAttribute('method') ?? 'POST';
    const empty = method === 'DELETE' || Object.keys(body).length === 0;
    const response = await request(method, this.getAttribute('action') ?? '', {
      ...(empty ? {} : { body }),
      ifMatch: this.getAttribute('if-match'),
    });
    const etag = response.headers.get('etag');
    if (etag && this.hasAttribute('if-match')) this.setAttribute('if-match', etag);
    const then = this.getAttribute('then');
    if (then) return location.assign(then);
    if (this.hasAttribute('reset')) form.reset();
    else settle(form);
    const done = this.getAttribute('done') ?? 'Done.';
    this.#say(done);
    await refreshParts((this.getAttribute('refresh') ?? '').split(' ').filter(Boolean));
    if (!this.isConnected) announce(done);
  }

  /** Shows both changes; nothing typed is lost, whichever is kept. */
  async #compare(mine: Record<string, unknown>, form: HTMLFormElement) {
    const theirs = await readTheirs(this.getAttribute('action') ?? '');
    const view = conflictView(mine, theirs, {
      keepMine: () => {
        this.setAttribute('if-match', theirs.etag ?? '');
        view.remove();
        form.requestSubmit();
      },
      takeTheirs: () => {
        form.reset();
        location.reload();
      },
    });
    this.#outcome.before(view);
    view.focus();
  }

  #say(text: string) {
    this.#outcome.className = 'outcome good';
    this.#outcome.replaceChildren(text);
  }
}

customElements.define('shark-form', SharkForm);
