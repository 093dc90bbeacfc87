import { createSpeed, fingerprintOf, objectionTo, resumeFrom } from '../../../shared/transfer/plan.ts';
import { discard, type Sendable, transfer } from '../../../shared/transfer/transfer.ts';
import type { Upload } from '../../../shared/upload.ts';
import type { Video } from '../../../shared/video.ts';
import { Refusal, remedyOf, send } from '../client.ts';
import { createMemory } from './memory.ts';
import { putPart } from './put-part.ts';
import { createRow, type Look, type Row } from './row.ts';

const pollMs = 1500;

const sleep = (ms: number, signal?: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

const sendableOf = (file: File): Sendable<Blob> => ({
  fingerprint: fingerprintOf(file),
  fileName: file.name,
  sizeBytes: file.size,
  contentType: file.type || 'application/octet-stream',
  slice: (start, end) => file.slice(start, end),
});

const failedLook = (error: unknown): Look =>
  error instanceof Refusal
    ? { kind: 'failed', message: error.message, remedy: remedyOf(error), requestId: error.requestId }
    : {
        kind: 'failed',
        message: error instanceof Error ? error.message : 'It stopped.',
        remedy: 'What was sent is kept. Check your connection, then try again.',
        requestId: null,
      };

/** `<shark-uploader max-bytes>` around a file input and a list: takes files, sends one after another, follows them until they are ready. */
class SharkUploader extends HTMLElement {
  #means = {
    send,
    put: putPart,
    memory: createMemory(localStorage),
    wait: sleep,
    random: Math.random,
  };
  #turn: Promise<void> = Promise.resolve();
  #unfinished = new Map<string, Row>();

  connectedCallback() {
    const input = this.querySelector('input');
    input?.addEventListener('change', () => {
      this.#add(input.files);
      input.value = '';
    });
    // A file dropped beside the target would replace the page.
    for (const type of ['dragover', 'drop'] as const)
      document.addEventListener(type, (event) => event.preventDefault());
    this.addEventListener('dragover', () => this.classList.add('over'));
    this.addEventListener('dragleave', () => this.classList.remove('over'));
    this.addEventListener('drop', ({ dataTransfer }) => {
      this.classList.remove('over');
      this.#add(dataTransfer?.files ?? null);
    });
    for (const [fingerprint, { id, name }] of this.#means.memory.all()) this.#recall(fingerprint, id, name);
  }

  /** Shows an upload that a reload interrupted; the browser cannot reopen its file by itself. */
  async #recall(fingerprint: string, id: string, name: string) {
    const { memory } = this.#means;
    const upload = await send<Upload>('GET', `/api/uploads/${id}`).catch((error: unknown) =>
      error instanceof Refusal && error.status === 404 ? null : undefined,
    );
    if (upload === undefined || this.#unfinished.has(fingerprint)) return;
    if (upload?.status !== 'open') return memory.forget(fingerprint);
    const { done } = resumeFrom(upload);
    const row = this.#rowOf(name, upload.sizeBytes);
    row.show({ kind: 'unfinished', percent: Math.floor((100 * done.length) / upload.partCount) });
    const away = async () => {
      await discard(fingerprint, this.#means);
      row.element.remove();
    };
    row.offer({ word: 'Throw away', run: away });
    this.#unfinished.set(fingerprint, row);
  }

  #rowOf(name: string, sizeBytes: number): Row {
    const row = createRow(name, sizeBytes);
    this.querySelector('ul')?.prepend(row.element);
    return row;
  }

  #add(files: FileList | null) {
    const extensions = (this.querySelector('input')?.accept ?? '').split(',');
    const maxBytes = Number(this.getAttribute('max-bytes') ?? Infinity);
    for (const file of files ?? []) {
      this.#unfinished.get(fingerprintOf(file))?.element.remove();
      const row = this.#rowOf(file.name, file.size);
      const objection = objectionTo(file, { extensions, maxBytes });
      if (objection)
        row.show({ kind: 'failed', message: objection, remedy: 'Nothing was sent.', requestId: null });
      else this.#queue(file, row);
    }
  }

  #queue(file: File, row: Row) {
    const cancelled = new AbortController();
    row.show({ kind: 'waiting' });
    row.offer({ word: 'Cancel', run: () => cancelled.abort(new Error('cancelled')) });
    const before = this.#turn;
    this.#turn = before.then(() => this.#run(file, row, cancelled.signal));
    cancelled.signal.addEventListener('abort', () => row.element.remove());
  }

  async #run(file: File, row: Row, signal: AbortSignal) {
    if (signal.aborted) return;
    const speedAt = createSpeed();
    const onSent = (sentBytes: number) => {
      const speed = speedAt(performance.now(), sentBytes);
      row.show(sentBytes < file.size ? { kind: 'sending', sentBytes, speed } : { kind: 'finishing' });
    };
    const onRetry = () => row.show({ kind: 'retrying' });
    try {
      const { videoId } = await transfer(sendableOf(file), this.#means, { signal, onSent, onRetry });
      this.#follow(videoId, row);
    } catch (error) {
      if (signal.aborted) return discard(fingerprintOf(file), this.#means);
      row.show(failedLook(error));
      row.offer({ word: 'Try again', run: () => this.#queue(file, row) });
    }
  }

  /** The file is in S3; from here the pipeline works, and the page may be left. */
  async #follow(videoId: string, row: Row) {
    row.offer({ word: 'Edit', href: `/admin/videos/${videoId}` });
    for (let over = false; !over && this.isConnected; ) {
      const video = await send<Video>('GET', `/api/videos/${videoId}`).catch(() => null);
      if (video) row.show(lookOf(video));
      over = video?.status === 'ready' || video?.status === 'failed';
      if (!over) await sleep(pollMs);
    }
  }
}

function lookOf({ status, progressPercent, failure }: Video): Look {
  if (status === 'ready') return { kind: 'ready' };
  if (status !== 'failed') return { kind: 'making', status, percent: Math.round(progressPercent ?? 0) };
  const { message = 'It could not be made.', remedy = '' } = failure ?? {};
  return { kind: 'failed', message, remedy, requestId: null };
}

customElements.define('shark-uploader', SharkUploader);
