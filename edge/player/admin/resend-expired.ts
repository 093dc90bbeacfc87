import type { PeopleList, Person } from '../../../shared/people.ts';
import { Refusal, request, send } from '../client.ts';
import { refreshParts } from '../parts.ts';
import { announce } from './announce.ts';
import { counted } from './invitations.ts';
import { oneByOne } from './one-by-one.ts';

/** Everybody whose invitation ran out, from all pages of the list. */
async function readExpired(): Promise<Person[]> {
  const found: Person[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = new URLSearchParams({ status: 'expired', limit: '60', ...(cursor ? { cursor } : {}) });
    const page: PeopleList = await send<PeopleList>('GET', `/api/people?${query}`);
    found.push(...page.people);
    cursor = page.nextCursor;
  }
  return found;
}

/** Sends them all again, one after the other; says how it went. */
async function resendAll(told: (text: string) => void): Promise<string> {
  const expired = await readExpired();
  const resend = ({ id }: Person) => request('POST', `/api/people/${id}/resend`).then(() => undefined);
  const missed = await oneByOne(expired, resend, (done) => told(`${done} of ${expired.length}…`));
  const sent = `${counted(expired.length - missed.length, 'invitation')} sent again.`;
  return missed[0] ? `${sent} ${missed.length} not: ${missed[0].error.message}` : sent;
}

/** `<shark-resend-expired>` around a button: sends every invitation again that ran out. */
class SharkResendExpired extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector('button');
    button?.addEventListener('click', () => this.#resend(button));
  }

  async #resend(button: HTMLButtonElement) {
    if (this.ariaBusy === 'true') return;
    this.ariaBusy = 'true';
    const word = button.textContent;
    try {
      announce(await resendAll((text) => button.replaceChildren(text)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      announce(error.message);
    } finally {
      this.ariaBusy = 'false';
      button.replaceChildren(word);
      await refreshParts(['people', 'mails', 'expired']);
    }
  }
}

customElements.define('shark-resend-expired', SharkResendExpired);
