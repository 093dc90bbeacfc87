import { html } from '../html.ts';
import { renewKeys } from '../media-keys.ts';
import { createChrome } from './chrome.ts';
import { type Fault, faultWords } from './faults.ts';
import { createHlsVideo, type HlsVideo, isSupported, resume } from './hls.ts';
import { createPreview } from './preview.ts';
import { createRenewal, type Renewal } from './renewal.ts';

/** Half of the cookies' life, as the API tells it; a difference of its own times, because clocks disagree. */
const renewVideo = (videoId: string) => async () => {
  const { expiresAt, renewAfter } = await renewKeys({ videoId });
  return { renewInMs: Date.parse(expiresAt) - Date.parse(renewAfter) };
};

const timing = {
  now: Date.now,
  wait: (task: () => void, ms: number) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * `<shark-player src video-id video-title storyboard? sound-only? renew-in>`: the picture inside it becomes the poster.
 * The state `fault` is an attribute, so that it can be seen from outside.
 */
class SharkPlayer extends HTMLElement {
  #renewal: Renewal | null = null;
  #video: HlsVideo | null = null;
  #onVisible = () => void (document.visibilityState === 'visible' && this.#renewal?.check());
  #onOnline = () => void (this.getAttribute('fault') === 'network' && this.#again());

  connectedCallback() {
    const src = this.getAttribute('src');
    if (this.#video || !src) return;
    if (!isSupported()) return this.#explain({ kind: 'unsupported' });
    this.#build(src);
    document.addEventListener('visibilitychange', this.#onVisible);
    window.addEventListener('online', this.#onOnline);
  }

  disconnectedCallback() {
    this.#renewal?.stop();
    document.removeEventListener('visibilitychange', this.#onVisible);
    window.removeEventListener('online', this.#onOnline);
  }

  #build(src: string) {
    const renew = renewVideo(this.getAttribute('video-id') ?? '');
    const renewal = createRenewal(renew, Number(this.getAttribute('renew-in') ?? 0), timing);
    const video = createHlsVideo({ src, renewal, onFault: (fault) => this.#explain(fault) });
    const preview = createPreview(this.getAttribute('storyboard'), renewal);
    const title = this.getAttribute('video-title') ?? '';
    const poster = this.querySelector('.poster, .no-picture');
    // Small, and there when the pointer first reaches the seek bar; not before somebody watches.
    video.addEventListener('playing', preview.load, { once: true });
    const soundOnly = this.hasAttribute('sound-only');
    const shown = { title, media: video, poster, preview: preview.element, soundOnly };
    this.prepend(createChrome(shown, preview.show));
    [this.#renewal, this.#video] = [renewal, video];
  }

  #explain(fault: Fault) {
    this.setAttribute('fault', fault.kind);
    this.querySelector('.fault')?.remove();
    const { title, next, again, signIn } = faultWords[fault.kind];
    const button = html('button', { type: 'button' }, [again ? 'Try again' : 'Load the page again']);
    button.addEventListener('click', () => void (again ? this.#again() : location.reload()));
    const back = `/auth/login?return=${encodeURIComponent(location.pathname)}`;
    const actions = signIn ? [button, html('a', { href: back }, ['Sign in again'])] : [button];
    const words = [html('strong', {}, [title]), html('p', {}, [next])];
    this.append(html('div', { class: 'fault', role: 'alert' }, [...words, ...actions]));
  }

  async #again() {
    await this.#renewal?.restart();
    this.removeAttribute('fault');
    this.querySelector('.fault')?.remove();
    if (this.#video) resume(this.#video);
  }
}

customElements.define('shark-player', SharkPlayer);
