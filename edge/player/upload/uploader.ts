import { fingerprintOf, objectionTo } from '../../../shared/transfer/plan.ts';
import { announce } from '../admin/announce.ts';
import { type Chosen, canPick, filesOf, pickFiles } from './choosing.ts';
import { follow } from './follow.ts';
import { handles } from './handles.ts';
import { Job, type Shared } from './job.ts';
import { createMeans } from './means.ts';
import { createMemory } from './memory.ts';
import { createOverall } from './overall.ts';
import { type Recalled, recall } from './recalled.ts';
import { createRow, type Row } from './row.ts';
import { createSlots } from './slots.ts';
import { createWishes } from './wishes.ts';

/** Files sent at once, so that the second fills the gaps of the first. */
const filesAtOnce = 2;

/** `<shark-uploader max-bytes>` around a file input and a list: takes files, sends them, follows them until they are ready. */
class SharkUploader extends HTMLElement {
  #memory = createMemory(localStorage);
  #jobs = new Set<Job>();
  #overall = createOverall(this.#jobs);
  #recalled = new Map<string, Recalled>();
  #shared: Shared = {
    means: createMeans(this.#memory),
    checks: createSlots(filesAtOnce),
    turns: createSlots(filesAtOnce),
    wishes: createWishes(localStorage),
    changed: () => this.#overall.show(),
  };
  #warn = (event: BeforeUnloadEvent) => {
    if ([...this.#jobs].some(({ holdsPage }) => holdsPage)) event.preventDefault();
  };

  connectedCallback() {
    this.#list?.before(this.#overall.element);
    this.#takeChosen();
    this.#takeDropped();
    addEventListener('beforeunload', this.#warn);
    for (const [videoId, name] of this.#shared.wishes.all()) this.#followWish(videoId, name);
    for (const remembered of this.#memory.all()) this.#recall(remembered);
  }

  disconnectedCallback() {
    removeEventListener('beforeunload', this.#warn);
  }

  get #list() {
    return this.querySelector('ul');
  }

  get #extensions() {
    return (this.querySelector('input')?.accept ?? '').split(',');
  }

  #takeChosen() {
    const input = this.querySelector('input');
    input?.addEventListener('change', () => {
      this.#add([...(input.files ?? [])].map((file) => ({ file, handle: null })));
      input.value = '';
    });
    let picks = canPick();
    input?.addEventListener('click', async (event) => {
      if (!picks) return;
      event.preventDefault();
      const chosen = await pickFiles(this.#extensions);
      picks = chosen !== null;
      if (chosen) this.#add(chosen);
      else input.click();
    });
  }

  #takeDropped() {
    // A file dropped beside the target would replace the page.
    for (const type of ['dragover', 'drop'] as const)
      document.addEventListener(type, (event) => event.preventDefault());
    this.addEventListener('dragover', () => this.classList.add('over'));
    this.addEventListener('dragleave', () => this.classList.remove('over'));
    this.addEventListener('drop', async ({ dataTransfer }) => {
      this.classList.remove('over');
      if (dataTransfer) this.#add(await filesOf(dataTransfer));
    });
  }

  async #recall(remembered: [string, { id: string; name: string }]) {
    const place = {
      ...{ shared: this.#shared, memory: this.#memory },
      makeRow: (name: string, sizeBytes: number) => this.#rowOf(name, sizeBytes),
      take: (chosen: Chosen[]) => this.#add(chosen),
    };
    const recalled = await recall(remembered, place);
    if (!recalled) return;
    // Whoever was quicker than the answer has begun already.
    if (this.#jobOf(recalled.fingerprint)) recalled.row.element.remove();
    else this.#recalled.set(recalled.fingerprint, recalled);
  }

  /** Somebody left while a video was being made that they wanted published. */
  #followWish(videoId: string, name: string) {
    const row = this.#rowOf(name, 0);
    row.offer({ word: 'Edit', href: `/admin/videos/${videoId}` });
    const { wishes } = this.#shared;
    const wish = { wanted: () => wishes.has(videoId), fulfilled: () => wishes.drop(videoId) };
    follow(videoId, (look) => row.show(look), wish);
  }

  #rowOf(name: string, sizeBytes: number, before: Node | null = this.#list?.firstChild ?? null): Row {
    const row = createRow(name, sizeBytes);
    this.#list?.insertBefore(row.element, before);
    return row;
  }

  #jobOf = (fingerprint: string) =>
    [...this.#jobs].find((job) => job.fingerprint === fingerprint && job.isAlive);

  /** Files that come together stand in their order, above those that were there. */
  #add(chosen: Chosen[]) {
    for (const { file } of chosen) this.#dropRecalled(fingerprintOf(file));
    const above = this.#list?.firstChild ?? null;
    for (const { file, handle } of chosen) {
      const fingerprint = fingerprintOf(file);
      if (this.#jobOf(fingerprint)) {
        announce(`“${file.name}” is in the list already.`);
        continue;
      }
      if (handle) handles.keep(fingerprint, handle);
      this.#take(file, above)?.openAboutIf(chosen.length === 1);
    }
  }

  #dropRecalled(fingerprint: string) {
    this.#recalled.get(fingerprint)?.row.element.remove();
    this.#recalled.delete(fingerprint);
  }

  /** Null for a file that is refused before anybody looks into it. */
  #take(file: File, above: Node | null): Job | null {
    const row = this.#rowOf(file.name, file.size, above);
    const rules = {
      extensions: this.#extensions,
      maxBytes: Number(this.getAttribute('max-bytes') ?? Infinity),
    };
    const objection = objectionTo(file, rules);
    if (objection) {
      row.show({ kind: 'failed', message: objection, remedy: 'Nothing was sent.', requestId: null });
      row.offer({ word: 'Remove', run: () => row.element.remove() });
      return null;
    }
    const job = new Job(file, row, this.#shared);
    this.#jobs.add(job);
    job.begin().catch(() => undefined);
    return job;
  }
}

customElements.define('shark-uploader', SharkUploader);
