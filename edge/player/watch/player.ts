import type { Chapter } from '../../../shared/moments.ts';
import { Refusal } from '../client.ts';
import { renewKeys } from '../media-keys.ts';
import { addCaptions, type Caption } from './captions.ts';
import { addChapters } from './chapters.ts';
import { createChoices } from './choices.ts';
import { addControls, createChrome } from './chrome.ts';
import { createFaultView } from './fault-view.ts';
import type { Fault } from './faults.ts';
import { createHlsVideo, type HlsVideo, isSupported, load, resume } from './hls.ts';
import { listenForKeys } from './keyboard.ts';
import { tellSystem } from './media-session.ts';
import { goToNext, type Next } from './next.ts';
import { createPreview } from './preview.ts';
import { rememberQuality } from './quality.ts';
import { createRenewal, type Renewal } from './renewal.ts';
import { rest } from './rest.ts';
import { createDeck, createSaying, type Stage } from './stage.ts';
import { addWatching } from './watching.ts';

const timing = {
  now: Date.now,
  wait: (task: () => void, ms: number) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * `<shark-player src video-id video-title storyboard? sound-only? renew-in request-id? captions? chapters? start-at? next?
 * next-title?>`: the picture inside it becomes the poster. `start-at` (ms) is there where somebody watches, and only
 * there. The state `fault` is an attribute, so that it can be seen from outside.
 */
class SharkPlayer extends HTMLElement {
  readonly #life = new AbortController();
  #renewal: Renewal | null = null;
  #video: HlsVideo | null = null;
  /** The id of the request that was refused last, else of the one that brought the page. */
  #requestId: string | null = null;

  connectedCallback() {
    const src = this.getAttribute('src');
    if (this.#renewal || !src) return;
    this.#requestId = this.getAttribute('request-id');
    if (!isSupported()) return this.#explain({ kind: 'unsupported' });
    this.#start(src);
  }

  disconnectedCallback() {
    this.#renewal?.stop();
    this.#life.abort();
  }

  get #id() {
    return this.getAttribute('video-id') ?? '';
  }

  get #title() {
    return this.getAttribute('video-title') ?? '';
  }

  get #next(): Next | null {
    const href = this.getAttribute('next');
    return href === null ? null : { href, title: this.getAttribute('next-title') ?? '' };
  }

  #list<T>(name: string): T[] {
    return JSON.parse(this.getAttribute(name) ?? '[]');
  }

  /** Half of the cookies' life, as the API tells it; a difference of its own times, because clocks disagree. */
  async #renew() {
    const keys = await renewKeys({ videoId: this.#id }).catch((refused: unknown) => {
      if (refused instanceof Refusal && refused.requestId) this.#requestId = refused.requestId;
      throw refused;
    });
    return { renewInMs: Date.parse(keys.expiresAt) - Date.parse(keys.renewAfter) };
  }

  /** One thing after another: a phone has time to answer in between. What follows the media is there before it loads. */
  async #start(src: string) {
    const renewal = createRenewal(() => this.#renew(), Number(this.getAttribute('renew-in') ?? 0), timing);
    this.#renewal = renewal;
    const preview = createPreview(this.getAttribute('storyboard'), renewal);
    const stage = this.#build(renewal);
    // Small, and there when the pointer first reaches the seek bar; not before somebody watches.
    stage.video.addEventListener('playing', preview.load, { once: true });
    await rest();
    this.#addParts(stage);
    await rest();
    load(stage.video, src, (fault) => this.#explain(fault));
    await addControls(stage.controls, preview, this.hasAttribute('sound-only'));
  }

  #build(renewal: Renewal): Stage {
    const { signal } = this.#life;
    const startMs = Number(this.getAttribute('start-at') ?? 0);
    const video = createHlsVideo({ startMs, renewal });
    const poster = this.querySelector('.poster, .no-picture');
    const controls = createChrome({ player: this, title: this.#title, media: video, poster });
    this.prepend(controls);
    this.#video = video;
    const awake = () => void (document.visibilityState === 'visible' && renewal.check());
    const online = () => void (this.getAttribute('fault') === 'network' && this.#again());
    document.addEventListener('visibilitychange', awake, { signal });
    window.addEventListener('online', online, { signal });
    const deck = createDeck(video, controls, createSaying(this));
    return { player: this, video, controls, deck, renewal, signal };
  }

  #addParts(stage: Stage) {
    const keeper = createChoices(localStorage);
    const chapters = this.#list<Chapter>('chapters');
    const isWatching = this.hasAttribute('start-at');
    const [title, next] = [this.#title, this.#next];
    const posterUrl = this.querySelector<HTMLImageElement>('img.poster')?.src ?? null;
    rememberQuality(stage, keeper);
    addCaptions(stage, this.#list<Caption>('captions'), keeper);
    addChapters(stage, chapters);
    tellSystem(stage, { title, posterUrl, onNext: next && (() => goToNext(next)) });
    const help = listenForKeys(stage, keeper, isWatching);
    if (isWatching) addWatching(stage, { videoId: this.#id, chapters, next, help });
  }

  #explain(fault: Fault) {
    this.setAttribute('fault', fault.kind);
    this.querySelector('.fault')?.remove();
    const video = { title: this.#title, positionMs: (this.#video?.currentTime ?? 0) * 1000 };
    const shown = { fault, video, requestId: this.#requestId, onAgain: () => this.#again() };
    this.append(createFaultView(shown));
  }

  async #again() {
    await this.#renewal?.restart();
    this.removeAttribute('fault');
    this.querySelector('.fault')?.remove();
    if (this.#video) resume(this.#video);
  }
}

await rest();
customElements.define('shark-player', SharkPlayer);
