import { refreshParts } from '../parts.ts';
import { failedLook } from '../upload/failed-look.ts';
import { createMeans } from '../upload/means.ts';
import { createMemory } from '../upload/memory.ts';
import { createRow, type Row } from '../upload/row.ts';
import { sendFile, throwAway } from '../upload/send-file.ts';
import { announce } from './announce.ts';

const parts = ['summary', 'media', 'versions', 'facts', 'history'];

/** `<shark-replace video>` around a file input and a list: sends a new file for a video; the page follows what becomes of it. */
class SharkReplace extends HTMLElement {
  #means = createMeans(createMemory(localStorage, 'replace'));
  #busy = false;

  connectedCallback() {
    const input = this.querySelector('input');
    input?.addEventListener('change', () => {
      const file = input.files?.[0];
      input.value = '';
      if (file && !this.#busy) this.#begin(file);
    });
    addEventListener('beforeunload', this.#warn);
  }

  disconnectedCallback() {
    removeEventListener('beforeunload', this.#warn);
  }

  #warn = (event: BeforeUnloadEvent) => {
    if (this.#busy) event.preventDefault();
  };

  #begin(file: File) {
    const row = createRow(file.name, file.size);
    this.querySelector('ul')?.replaceChildren(row.element);
    const cancelled = new AbortController();
    row.offer({ word: 'Cancel', run: () => cancelled.abort(new Error('cancelled')) });
    this.#busy = true;
    this.#run(file, row, cancelled.signal).finally(() => {
      this.#busy = false;
    });
  }

  async #run(file: File, row: Row, signal: AbortSignal) {
    const videoId = this.getAttribute('video') ?? '';
    try {
      await sendFile(file, this.#means, { signal, videoId, show: row.show });
      row.element.remove();
      announce('The new file is there. How far it is stands at the head of the page.');
      await refreshParts(parts);
    } catch (error) {
      if (signal.aborted) return this.#takeBack(file, row);
      row.show(failedLook(error));
      row.offer({ word: 'Try again', run: () => this.#begin(file) });
    }
  }

  /** The video must not go on waiting for a file that nobody sends. */
  async #takeBack(file: File, row: Row) {
    row.element.remove();
    await throwAway(file, this.#means, this.getAttribute('video') ?? '');
    await refreshParts(parts);
  }
}

customElements.define('shark-replace', SharkReplace);
