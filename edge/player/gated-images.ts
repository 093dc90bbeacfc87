import { renewKeys } from './media-keys.ts';

const tried = new WeakSet<HTMLImageElement>();

/** A picture that failed is asked for once more with fresh cookies: a page may have been open longer than they live. */
async function loadAgain(image: HTMLImageElement): Promise<void> {
  const { gated } = image.dataset;
  if (gated === undefined || tried.has(image)) return;
  tried.add(image);
  await renewKeys(gated ? { videoId: gated } : {}).then(
    () => image.setAttribute('src', image.src),
    () => undefined,
  );
}

/** Watches every picture marked `data-gated` (empty: card images, else a video's id), now and later. */
export function watchGatedImages(): void {
  const onError = ({ target }: Event) => void (target instanceof HTMLImageElement && loadAgain(target));
  document.addEventListener('error', onError, true);
  for (const image of document.querySelectorAll<HTMLImageElement>('img[data-gated]'))
    if (image.complete && image.naturalWidth === 0 && image.loading !== 'lazy') loadAgain(image);
}
