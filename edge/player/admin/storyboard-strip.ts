import { formatDuration } from '../../../shared/format.ts';
import { html } from '../html.ts';
import { renewKeys } from '../media-keys.ts';
import { type Cue, parseStoryboard } from '../watch/storyboard.ts';

async function read(url: string, videoId: string): Promise<string | null> {
  const ask = () => fetch(url, { credentials: 'include' });
  let answer = await ask();
  if (answer.status === 403) {
    await renewKeys({ videoId });
    answer = await ask();
  }
  return answer.ok ? answer.text() : null;
}

const pictureOf = ({ url, startMs }: Cue, videoId: string) => {
  const image = html('img', { src: url, alt: '', loading: 'lazy', decoding: 'async', 'data-gated': videoId });
  return html('li', {}, [image, html('span', { class: 'facts' }, [formatDuration(startMs)])]);
};

/** `<shark-storyboard src video>`: the frames of the seek bar as a strip, with their times. */
class SharkStoryboard extends HTMLElement {
  async connectedCallback() {
    const [src, videoId] = [this.getAttribute('src') ?? '', this.getAttribute('video') ?? ''];
    const vtt = await read(src, videoId).catch(() => null);
    if (!vtt || this.querySelector('ol')) return;
    const frames = parseStoryboard(vtt, src).map((cue) => pictureOf(cue, videoId));
    this.append(html('ol', { class: 'strip', tabindex: '0', 'aria-label': 'Storyboard' }, frames));
  }
}

customElements.define('shark-storyboard', SharkStoryboard);
