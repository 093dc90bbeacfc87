import { html } from '../html.ts';
import { refreshParts } from '../parts.ts';
import { actionOf, type BulkAction, type Chosen } from './bulk-actions.ts';
import { reasonOf, videosCounted } from './bulk-words.ts';
import { confirmed } from './confirm.ts';
import { type Missed, oneByOne } from './one-by-one.ts';
import { createSelection } from './selection.ts';

const warnBeforeLeaving = (event: BeforeUnloadEvent) => event.preventDefault();

/** The video of a checked box, as its row shows it. */
function videoOf(box: HTMLInputElement): Chosen {
  const row = box.closest('tr');
  const tags = [...(row?.querySelectorAll('.tags > *') ?? [])].map(({ textContent }) => textContent);
  return { id: box.value, title: row?.querySelector('th a')?.textContent ?? '', tags };
}

/**
 * `<shark-bulk>` around a form of actions and a table with a box in each row: does one action to all chosen videos, one
 * request after the other. Those it could not be done to are named with the reason and stay chosen.
 */
class SharkBulk extends HTMLElement {
  #form = this.querySelector('form');
  #selection = createSelection(this, () => this.#show());
  #end = () => {};

  connectedCallback() {
    this.#end = this.#selection.watch();
    this.#form?.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#act('tag');
    });
    this.#form?.addEventListener('click', ({ target }) => {
      if (target instanceof HTMLButtonElement && target.type === 'button') this.#act(target.value);
    });
    this.#all?.addEventListener('change', () => this.#selection.setAll(this.#all?.checked ?? false));
  }

  disconnectedCallback() {
    this.#end();
  }

  get #all() {
    return this.querySelector<HTMLInputElement>('[data-all]');
  }

  get #tag() {
    const field = this.#form?.elements.namedItem('tag');
    return field instanceof HTMLInputElement ? field : null;
  }

  #show() {
    const chosen = this.#selection.chosen();
    const [count, fieldset, tags] = [
      this.querySelector('[data-count]'),
      this.querySelector('fieldset'),
      this.querySelector('datalist'),
    ];
    const all = this.#all;
    if (all) {
      all.checked = chosen.length > 0 && chosen.length === this.#selection.count();
      all.indeterminate = chosen.length > 0 && !all.checked;
    }
    if (count) count.textContent = chosen.length > 0 ? `${chosen.length} chosen` : '';
    if (fieldset) fieldset.hidden = chosen.length === 0;
    const known = new Set(chosen.flatMap((box) => videoOf(box).tags));
    tags?.replaceChildren(...[...known].map((value) => html('option', { value })));
  }

  async #act(value: string) {
    if (this.ariaBusy === 'true') return;
    const tag = this.#tag?.value.trim() ?? '';
    if (value.endsWith('tag') && !tag) return this.#tag?.focus();
    const action = actionOf(value, tag);
    const videos = this.#selection.chosen().map(videoOf);
    if (!action || videos.length === 0) return;
    const question = `Delete ${videosCounted(videos.length)}? They can be restored from the trash for 30 days.`;
    if (value === 'delete' && !(await confirmed(question, 'Delete'))) return;
    await this.#run(action, videos);
  }

  async #run(action: BulkAction, videos: Chosen[]) {
    const bar = this.querySelector<HTMLProgressElement>(':scope > progress');
    this.ariaBusy = 'true';
    this.#say('');
    if (bar) Object.assign(bar, { hidden: false, max: videos.length, value: 0 });
    addEventListener('beforeunload', warnBeforeLeaving);
    const each = async (video: Chosen) => void (await action.each(video));
    const missed = await oneByOne(videos, each, (done) => bar?.setAttribute('value', `${done}`));
    removeEventListener('beforeunload', warnBeforeLeaving);
    if (bar) bar.hidden = true;
    this.#selection.set(missed.map(({ item }) => item.id));
    this.#tell(action, videos.length, missed);
    this.ariaBusy = 'false';
    await refreshParts(['videos', 'spend']);
  }

  #tell({ past }: BulkAction, count: number, missed: Missed<Chosen>[]) {
    const done = `${videosCounted(count - missed.length)} ${past}.`;
    if (missed.length === 0) return this.#say(done, 'good');
    const reasons = missed.map(({ item, error }) => html('li', {}, [`${item.title}: ${reasonOf(error)}`]));
    this.#say(`${done} Not done, and still chosen:`, 'bad', html('ul', {}, reasons));
    this.querySelector<HTMLElement>(':scope > .outcome')?.focus();
  }

  #say(text: string, look = '', ...more: Node[]) {
    const outcome = this.querySelector(':scope > .outcome');
    if (!outcome) return;
    outcome.className = `outcome ${look}`;
    outcome.replaceChildren(...(text ? [text, ...more] : []));
  }
}

customElements.define('shark-bulk', SharkBulk);
