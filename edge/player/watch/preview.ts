import { html } from '../html.ts';
import { gatedText } from './gated-text.ts';
import type { Renewal } from './renewal.ts';
import { type Cue, cueAt, parseStoryboard } from './storyboard.ts';

/** The widest and highest a preview gets, in CSS pixels. */
const [maxWidth, maxHeight] = [192, 144];

/**
 * The picture over the seek bar. It is an image of our own, because media-chrome's asks anonymously and gated
 * pictures need cookies; those are same-site, so a plain image sends them. Without a storyboard nothing is shown.
 */
export function createPreview(storyboardUrl: string | null, renewal: Renewal) {
  const image = html('img', { alt: '' });
  const box = html('span', { class: 'preview', slot: 'preview', hidden: '' }, [image]);
  let cues: Promise<Cue[]> | null = null;

  const load = () => {
    cues ??= storyboardUrl
      ? gatedText(storyboardUrl, renewal).then(
          (vtt) => parseStoryboard(vtt, storyboardUrl),
          () => [],
        )
      : Promise.resolve([]);
    return cues;
  };
  const refused = async (url: string) => {
    if (!renewal.refused(url)) return;
    await renewal.settled();
    if (image.src === url) image.src = url;
  };
  const show = async (timeMs: number) => {
    const cue = cueAt(await load(), timeMs);
    box.hidden = cue === undefined;
    if (!cue) return;
    image.onload = () => fit(box, image, cue);
    image.onerror = () => refused(cue.url);
    if (image.src !== cue.url) image.src = cue.url;
    else fit(box, image, cue);
  };
  return { element: box, load, show };
}

/** Scales the picture, or the sprite behind a window, into the box. */
function fit(box: HTMLElement, image: HTMLImageElement, { area }: Cue): void {
  const [x, y, width, height] = area ?? [0, 0, image.naturalWidth, image.naturalHeight];
  if (width === 0 || height === 0) return;
  const scale = Math.min(maxWidth / width, maxHeight / height);
  Object.assign(box.style, { width: `${width * scale}px`, height: `${height * scale}px` });
  Object.assign(image.style, {
    width: `${image.naturalWidth * scale}px`,
    height: `${image.naturalHeight * scale}px`,
    translate: `${-x * scale}px ${-y * scale}px`,
  });
}
