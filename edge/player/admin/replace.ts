import { createSpeed, fingerprintOf } from '../../../shared/transfer/plan.ts';
import { transfer } from '../../../shared/transfer/transfer.ts';
import { Refusal, remedyOf } from '../client.ts';
import { refreshParts } from '../parts.ts';
import { createMeans } from '../upload/means.ts';
import { createMemory } from '../upload/memory.ts';
import { createRow, type Row } from '../upload/row.ts';
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
    const speedAt = createSpeed();
    const onSent = (sentBytes: number) =>
      row.show({ kind: 'sending', sentBytes, speed: speedAt(performance.now(), sentBytes) });
    try {
      await transfer(
        {
          fingerprint: `${videoId}|${fingerprintOf(file)}`,
          ...{ fileName: file.name, sizeBytes: file.size, videoId },
          contentType: file.type || 'application/octet-stream',
          slice: (start, end) => file.slice(start, end),
        },
        this.#means,
        { signal, onSent, onRetry: () => row.show({ kind: 'retrying' }) },
      );
      row.element.remove();
      announce('The new file is there. How far it is stands at the head of the page.');
      await refreshParts(parts);
    } catch (error) {
      if (signal.aborted) return row.element.remove();
      this.#explain(error, file, row);
    }
  }

  #explain(error: unknown, file: File, row: Row) {
    const refusal = error instanceof Refusal ? error : null;
    row.show({
      kind: 'failed',
      message: refusal?.message ?? 'It stopped.',
      remedy: refusal ? remedyOf(refusal) : 'What was sent is kept. Check your connection, then try again.',
      requestId: refusal?.requestId ?? null,
    });
    row.offer({ word: 'Try again', run: () => this.#begin(file) });
  }
}

customElements.define('shark-replace', SharkReplace);
