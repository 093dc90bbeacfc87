import type { Video } from '../../../shared/video.ts';
import { clearComplaints, explain } from '../admin/explain.ts';
import { bodyOf, changesOf, fieldsOf } from '../admin/fields.ts';
import { Refusal, request, send } from '../client.ts';
import { createAboutForm } from './about-form.ts';
import type { Wishes } from './wishes.ts';

/** Somebody who types pauses for so long, in ms, before it is saved. */
const pauseMs = 1000;

/**
 * What is said about a video while its file is on its way: saved by itself as soon as there is a video, and again whenever
 * it changes. Whether to publish it is kept in this browser, which does it when the video is ready.
 */
export class About {
  #view;
  #name;
  #wishes;
  #video: string | null = null;
  /** What the service has; null until it was read. */
  #saved: Record<string, unknown> | null = null;
  #initial;
  #line: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(name: string, wishes: Wishes) {
    this.#view = createAboutForm(name);
    this.#name = name;
    this.#wishes = wishes;
    this.#initial = this.#now();
    const { form } = this.#view;
    form.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.save(), pauseMs);
    });
    form.addEventListener('change', () => this.save());
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.save();
    });
  }

  get element() {
    return this.#view.element;
  }

  /** Something is typed and not saved, or somebody waits for it to be published. */
  get isPending(): boolean {
    const unsaved = Object.keys(changesOf(this.#saved ?? this.#initial, this.#now())).length > 0;
    return unsaved || this.wantsPublishing;
  }

  get wantsPublishing(): boolean {
    return this.#video ? this.#wishes.has(this.#video) : this.#view.publish.checked;
  }

  /** There is a video now: what it has is shown where nothing was typed, what was typed is saved. */
  attach(videoId: string) {
    if (this.#video === videoId) return;
    this.#video = videoId;
    this.#saved = null;
    if (this.#wishes.has(videoId)) this.#view.publish.checked = true;
    this.save();
  }

  /** It is published, or nothing came of it. */
  fulfilled() {
    if (this.#video) this.#wishes.drop(this.#video);
    this.#view.publish.checked = false;
    this.#view.publish.disabled = true;
  }

  /** Saves what differs, one request after the other; resolves when that is done. */
  save(): Promise<void> {
    clearTimeout(this.#timer);
    this.#line = this.#line.then(() => this.#sync());
    return this.#line;
  }

  #now = () => bodyOf(fieldsOf(this.#view.form));

  async #sync() {
    const { form, outcome, publish } = this.#view;
    const video = this.#video;
    if (!video) return;
    if (publish.checked) this.#wishes.add(video, this.#name);
    else this.#wishes.drop(video);
    clearComplaints(form);
    try {
      this.#saved ??= await this.#read(video);
      const changes = changesOf(this.#saved, this.#now());
      if (Object.keys(changes).length === 0) return;
      await request('PATCH', `/api/videos/${video}`, { body: changes });
      Object.assign(this.#saved, changes);
      outcome.className = 'outcome good';
      outcome.replaceChildren('Saved.');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      explain(error, form, outcome);
      if (error.status === 0) addEventListener('online', () => this.save(), { once: true });
    }
  }

  async #read(videoId: string) {
    const { title, description, tags } = await send<Video>('GET', `/api/videos/${videoId}`);
    const typed = changesOf(this.#initial, this.#now());
    this.#view.fill({ title, description, tags: tags.join(', ') }, Object.keys(typed));
    return { title, description, tags };
  }
}
