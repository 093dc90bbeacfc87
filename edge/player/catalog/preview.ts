import type { Video } from '../../../shared/video.ts';
import { send } from '../client.ts';
import { html } from '../html.ts';
import { renewKeys } from '../media-keys.ts';
import { parseStoryboard } from '../watch/storyboard.ts';

/** Passing over a card is no wish to look into it. */
const waitMs = 350;

/** Each picture is shown so long; so many tell what a video is about. */
const [pictureMs, most] = [800, 8];

/** At most `count` of them, evenly from first to last. */
export function spread<T>(all: readonly T[], count: number): T[] {
  const step = Math.max(1, (all.length - 1) / (count - 1));
  const places = Array.from({ length: Math.min(count, all.length) }, (_, index) => Math.round(index * step));
  return all.filter((_, index) => places.includes(index));
}

/** Addresses of pictures along a video; gets the cookies that open them. */
async function readPictures(videoId: string): Promise<string[]> {
  const [{ storyboard }] = await Promise.all([
    send<Video>('GET', `/api/videos/${videoId}`),
    renewKeys({ videoId }),
  ]);
  if (!storyboard) return [];
  const answer = await fetch(storyboard.url, { credentials: 'include' });
  if (!answer.ok) throw new Error(`a storyboard answered ${answer.status}`);
  const cues = parseStoryboard(await answer.text(), storyboard.url).filter(({ area }) => area === null);
  return spread(cues, most).map(({ url }) => url);
}

const known = new Map<string, Promise<string[]>>();

function picturesOf(videoId: string): Promise<string[]> {
  const pictures = known.get(videoId) ?? readPictures(videoId);
  known.set(videoId, pictures);
  return pictures;
}

const pause = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

/** Shows the pictures of a link's video over its own, again and again, until told to end. */
async function play(link: HTMLElement, videoId: string, { signal }: { signal: AbortSignal }): Promise<void> {
  const pictures = await picturesOf(videoId);
  const place = link.querySelector('.picture');
  for (let at = 0; place && pictures.length > 1 && !signal.aborted; at = (at + 1) % pictures.length) {
    const image = html('img', { class: 'preview', alt: '', src: pictures[at] ?? '' });
    await image.decode();
    if (signal.aborted) return;
    place.querySelector('.preview')?.remove();
    place.querySelector('img')?.after(image);
    await pause(pictureMs);
  }
}

const linkAt = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>('[data-preview]') : null;

/** A card whose link a mouse rests on, or the keyboard has come to, shows what is in its video. */
export function startPreviews(): void {
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  let current: { link: HTMLElement; end: AbortController } | null = null;

  const end = () => {
    current?.end.abort();
    current?.link.querySelector('.preview')?.remove();
    current = null;
  };
  const begin = async (link: HTMLElement) => {
    if (current?.link === link) return;
    end();
    if (calm.matches) return;
    const ours = { link, end: new AbortController() };
    current = ours;
    await pause(waitMs);
    const videoId = link.dataset['preview'] ?? '';
    if (current === ours)
      await play(link, videoId, ours.end).catch(() => {
        // The cookies have run out, or it is gone: asked for anew the next time.
        known.delete(videoId);
      });
  };

  document.addEventListener('pointerover', ({ target, pointerType }) => {
    const link = pointerType === 'touch' ? null : linkAt(target);
    if (link) begin(link);
    else if (!current?.link.matches(':focus-visible')) end();
  });
  document.addEventListener('focusin', ({ target }) => {
    const link = linkAt(target);
    if (link?.matches(':focus-visible')) begin(link);
    else end();
  });
  document.addEventListener('focusout', end);
}
