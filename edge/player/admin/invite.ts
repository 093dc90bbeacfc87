import type { Invitation, Invitations } from '../../../shared/people.ts';
import { Refusal, send } from '../client.ts';
import { html } from '../html.ts';
import { refreshParts } from '../parts.ts';
import { clearComplaints, explain } from './explain.ts';
import { counted, isWaiting, planOf, wordOf } from './invitations.ts';
import { type Missed, oneByOne } from './one-by-one.ts';

const path = '/api/people/bulk';

/** One address of the list, with what is to become of it. */
const rowOf = (one: Invitation) =>
  html('li', { class: 'row' }, [
    html('span', { class: 'name' }, [
      html('span', { class: 'email' }, [one.email ?? `“${one.address}”`]),
      html('span', { class: 'facts' }, [`Line ${one.line}`]),
    ]),
    html('span', { class: `status person ${one.sent ? 'active' : one.error ? 'expired' : one.state}` }, [
      wordOf(one),
    ]),
  ]);

const warnBeforeLeaving = (event: BeforeUnloadEvent) => event.preventDefault();

/**
 * `<shark-invite>` around a form of `addresses` and `role`: first shows what would happen to each address, then sends one
 * invitation after the other. Addresses that were not reached stay in the form.
 */
class SharkInvite extends HTMLElement {
  #form = this.querySelector('form');
  #found: Invitation[] = [];
  #outcome = html('p', { class: 'outcome', role: 'status', tabindex: '-1' });
  #bar = html('progress', { 'aria-label': 'Invitations sent', hidden: '' });
  #list = html('ul', { class: 'rows results', 'aria-label': 'What happens to each address' });
  #send = html('button', { type: 'button', hidden: '' });

  connectedCallback() {
    const form = this.#form;
    if (!form || this.#list.isConnected) return;
    form.querySelector('.inline')?.append(this.#send);
    this.append(this.#bar, this.#outcome, this.#list);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#alone(form, () => this.#check(form));
    });
    form.addEventListener('input', () => this.#show([]));
    this.#send.addEventListener('click', () => this.#alone(form, () => this.#sendAll(form)));
  }

  /** One thing at a time; a refusal is explained in the form. */
  async #alone(form: HTMLFormElement, work: () => Promise<void>) {
    if (this.ariaBusy === 'true') return;
    this.ariaBusy = 'true';
    clearComplaints(form);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      explain(error, form, this.#outcome);
    } finally {
      this.ariaBusy = 'false';
    }
  }

  async #check(form: HTMLFormElement) {
    this.#show([]);
    this.#say('Looking them up…');
    const { addresses, role } = Object.fromEntries(new FormData(form));
    const plan = await send<Invitations>('POST', path, { body: { addresses, role, dryRun: true } });
    this.#show(plan.results);
    this.#say(planOf(plan));
  }

  async #sendAll(form: HTMLFormElement) {
    const waiting = this.#found.filter(isWaiting);
    const role = new FormData(form).get('role');
    Object.assign(this.#bar, { hidden: false, max: waiting.length, value: 0 });
    this.#say(`Sending ${counted(waiting.length, 'invitation')}…`);
    addEventListener('beforeunload', warnBeforeLeaving);
    const missed = await oneByOne(
      waiting,
      (one) => this.#sendOne(one, role),
      (done) => this.#bar.setAttribute('value', `${done}`),
    );
    removeEventListener('beforeunload', warnBeforeLeaving);
    this.#bar.hidden = true;
    this.#end(form, waiting.length, missed);
    await refreshParts(['people', 'mails', 'expired']);
  }

  /** The API is asked for one at a time, so that each answer counts; asked twice it mails once. */
  async #sendOne(one: Invitation, role: FormDataEntryValue | null) {
    const body = { addresses: [one.email], role };
    const { results } = await send<Invitations>('POST', path, { body });
    const [result = one] = results;
    this.#replace(one, { ...result, line: one.line });
    if (result.error) throw new Refusal(0, { error: { ...result.error, requestId: null } });
  }

  #end(form: HTMLFormElement, count: number, missed: Missed<Invitation>[]) {
    for (const { item, error } of missed)
      this.#replace(item, { ...item, error: { code: 'unavailable', message: error.message } });
    const kept = this.#found.filter(({ state, error }) => error !== null || state === 'invalid');
    const field = form.elements.namedItem('addresses');
    if (field instanceof HTMLTextAreaElement)
      field.value = kept.map(({ email, address }) => email ?? address).join('\n');
    this.#send.hidden = true;
    const sent = `${counted(count - missed.length, 'invitation')} sent.`;
    const [first] = missed;
    if (first) this.#say(`${sent} ${missed.length} not, and kept above: ${first.error.message}`, 'bad');
    else this.#say(sent, 'good');
    this.#outcome.focus();
  }

  #replace(before: Invitation, after: Invitation) {
    const at = this.#found.findIndex(({ email }) => email === before.email);
    this.#found[at] = after;
    this.#list.children[at]?.replaceWith(rowOf(after));
  }

  #show(found: Invitation[]) {
    this.#found = [...found];
    this.#list.replaceChildren(...found.map(rowOf));
    const waiting = found.filter(isWaiting).length;
    this.#send.hidden = waiting === 0;
    this.#send.textContent = `Send ${counted(waiting, 'invitation')}`;
    this.#outcome.replaceChildren();
  }

  #say(text: string, look = '') {
    this.#outcome.className = `outcome ${look}`;
    this.#outcome.replaceChildren(text);
  }
}

customElements.define('shark-invite', SharkInvite);
