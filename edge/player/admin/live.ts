import type { Video, VideoList, VideoSummary } from '../../../shared/video.ts';
import { send } from '../client.ts';
import { refreshParts } from '../parts.ts';

const movingMs = 1500;
const restingMs = 4000;

type Shown = VideoSummary | Video;

/**
 * What the markup says of a video; another state means that more than the per cent changed. The page of a single one holds
 * a form and a player, which other people's edits do not disturb.
 */
export const stateOf = (video: Shown) =>
  `${video.status} ${'renditions' in video ? (video.next?.status ?? '') : video.updatedAt}`;

/**
 * `<shark-live src="/api/videos?…" refresh="part part">`: keeps the list (or one video) inside it true. Per cents are
 * written in place; anything more takes the parts from the page again.
 */
class SharkLive extends HTMLElement {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #onVisible = () => void (document.visibilityState === 'visible' && this.#look());

  connectedCallback() {
    document.addEventListener('visibilitychange', this.#onVisible);
    this.#plan();
  }

  disconnectedCallback() {
    document.removeEventListener('visibilitychange', this.#onVisible);
    clearTimeout(this.#timer);
  }

  #plan() {
    clearTimeout(this.#timer);
    const moving = this.querySelector('[data-moving="true"]') !== null;
    this.#timer = setTimeout(() => this.#look(), moving ? movingMs : restingMs);
  }

  async #look() {
    if (document.visibilityState === 'visible') await this.#update().catch(() => undefined);
    if (this.isConnected) this.#plan();
  }

  async #update() {
    const answer = await send<VideoList | Shown>('GET', this.getAttribute('src') ?? '');
    const videos: Shown[] = 'videos' in answer ? answer.videos : [answer];
    const shown = [...this.querySelectorAll<HTMLElement>('[data-state]')];
    const changed = videos.filter((video, index) => shown[index]?.dataset['state'] !== stateOf(video));
    if (changed.length > 0 || videos.length !== shown.length) {
      await refreshParts((this.getAttribute('refresh') ?? 'videos').split(' '));
      this.#tell(changed);
    } else videos.forEach((video, index) => void writePercent(shown[index], video));
  }

  /** Says aloud what a sighted person sees change; per cents would be noise. */
  #tell(changed: Shown[]) {
    const news = changed.filter(({ status }) => status === 'ready' || status === 'failed');
    const place = this.querySelector('[data-news]');
    if (place && news.length > 0)
      place.textContent = news.map(({ title, status }) => `${title}: ${status}.`).join(' ');
  }
}

function writePercent(row: HTMLElement | undefined, { next, progressPercent }: Shown): void {
  const percent = Math.round(next?.progressPercent ?? progressPercent ?? 0);
  const [bar, text] = [row?.querySelector('progress'), row?.querySelector('[data-percent]')];
  if (bar) bar.value = percent;
  if (text) text.textContent = `${percent} %`;
}

customElements.define('shark-live', SharkLive);
