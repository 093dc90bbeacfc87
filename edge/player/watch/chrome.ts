import 'media-chrome/media-controller';
import 'media-chrome/media-control-bar';
import 'media-chrome/media-fullscreen-button';
import 'media-chrome/media-loading-indicator';
import 'media-chrome/media-mute-button';
import 'media-chrome/media-pip-button';
import 'media-chrome/media-play-button';
import 'media-chrome/media-preview-time-display';
import 'media-chrome/media-time-display';
import 'media-chrome/media-time-range';
import 'media-chrome/media-volume-range';
import 'media-chrome/menu/media-chrome-menu-item';
import 'media-chrome/menu/media-rendition-menu';
import 'media-chrome/menu/media-rendition-menu-button';

/** The controls. The quality menu holds Auto and every height; media-chrome asks the element beneath for both. */
const template = document.createElement('template');
template.innerHTML = `
<media-controller hotkeys="nocap">
  <media-loading-indicator slot="centered-chrome" noautohide></media-loading-indicator>
  <media-play-button slot="centered-chrome" class="first" notooltip></media-play-button>
  <media-rendition-menu hidden anchor="auto"></media-rendition-menu>
  <div class="seek">
    <media-time-range>
      <media-preview-time-display slot="preview"></media-preview-time-display>
    </media-time-range>
  </div>
  <media-control-bar>
    <media-play-button></media-play-button>
    <media-mute-button></media-mute-button>
    <media-volume-range></media-volume-range>
    <media-time-display showduration></media-time-display>
    <span class="gap"></span>
    <media-rendition-menu-button></media-rendition-menu-button>
    <media-pip-button></media-pip-button>
    <media-fullscreen-button></media-fullscreen-button>
  </media-control-bar>
</media-controller>`;

type Shown = {
  title: string;
  media: HTMLElement;
  poster: Element | null;
  preview: HTMLElement;
  soundOnly: boolean;
};

/** media-chrome calls every player `video player` when it is connected; ours is named after what it plays. */
const nameIt = (controller: HTMLElement, title: string) =>
  queueMicrotask(() => controller.setAttribute('aria-label', `Player: ${title}`));

/** Builds the controls around a media element. `onPreview` gets the moment pointed at, in ms. */
export function createChrome(
  { title, media, poster, preview, soundOnly }: Shown,
  onPreview: (timeMs: number) => void,
) {
  const fragment = document.importNode(template.content, true);
  const controller = fragment.querySelector<HTMLElement>('media-controller');
  const seek = fragment.querySelector('media-time-range');
  if (!controller || !seek) throw new TypeError('the template lacks its controls');
  nameIt(controller, title);
  // There is no picture to look at undisturbed.
  if (soundOnly) controller.setAttribute('autohide', '-1');
  media.slot = 'media';
  controller.prepend(media);
  if (poster) {
    poster.slot = 'poster';
    controller.append(poster);
  }
  seek.prepend(preview);
  seek.addEventListener('mediapreviewrequest', (event) => {
    if (event instanceof CustomEvent && typeof event.detail === 'number') onPreview(event.detail * 1000);
  });
  return controller;
}
