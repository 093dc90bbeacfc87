import 'media-chrome/media-controller';
import 'media-chrome/media-control-bar';
import 'media-chrome/media-duration-display';
import 'media-chrome/media-fullscreen-button';
import 'media-chrome/media-loading-indicator';
import 'media-chrome/media-mute-button';
import 'media-chrome/media-pip-button';
import 'media-chrome/media-play-button';
import 'media-chrome/media-preview-chapter-display';
import 'media-chrome/media-preview-time-display';
import 'media-chrome/media-time-display';
import 'media-chrome/media-time-range';
import 'media-chrome/media-volume-range';
import 'media-chrome/menu/media-audio-track-menu';
import 'media-chrome/menu/media-audio-track-menu-button';
import 'media-chrome/menu/media-captions-menu';
import 'media-chrome/menu/media-captions-menu-button';
import 'media-chrome/menu/media-chrome-menu-item';
import 'media-chrome/menu/media-playback-rate-menu';
import 'media-chrome/menu/media-playback-rate-menu-button';
import 'media-chrome/menu/media-rendition-menu';
import 'media-chrome/menu/media-rendition-menu-button';
import { En } from 'media-chrome/lang/en';
import type MediaController from 'media-chrome/media-controller';
import { addTranslation } from 'media-chrome/utils/i18n';
import { speeds } from './keys.ts';

/** A button is called what it shows: whoever speaks to the machine says `1x` (WCAG 2.2, 2.5.3). */
addTranslation('en', {
  ...En,
  'closed captions': 'captions',
  'Playback rate': 'Speed',
  'Playback rate {playbackRate}': 'Speed {playbackRate}x',
});

/**
 * The controls. The quality menu holds Auto and every height; media-chrome asks the element beneath for both. The keys
 * are our own, because they work on the whole page.
 */
const template = document.createElement('template');
template.innerHTML = `
<media-controller nohotkeys>
  <media-loading-indicator slot="centered-chrome" noautohide></media-loading-indicator>
  <media-play-button slot="centered-chrome" class="first" notooltip></media-play-button>
  <media-captions-menu hidden anchor="auto"></media-captions-menu>
  <media-audio-track-menu hidden anchor="auto"></media-audio-track-menu>
  <media-playback-rate-menu hidden anchor="auto" rates="${speeds.join(' ')}"></media-playback-rate-menu>
  <media-rendition-menu hidden anchor="auto"></media-rendition-menu>
  <div class="seek">
    <media-time-range>
      <media-preview-chapter-display slot="preview"></media-preview-chapter-display>
      <media-preview-time-display slot="preview"></media-preview-time-display>
    </media-time-range>
  </div>
  <media-control-bar>
    <media-play-button></media-play-button>
    <media-mute-button></media-mute-button>
    <media-volume-range></media-volume-range>
    <media-time-display notoggle></media-time-display>
    <media-duration-display></media-duration-display>
    <span class="gap"></span>
    <media-captions-menu-button></media-captions-menu-button>
    <media-audio-track-menu-button></media-audio-track-menu-button>
    <media-playback-rate-menu-button></media-playback-rate-menu-button>
    <media-rendition-menu-button></media-rendition-menu-button>
    <media-pip-button></media-pip-button>
    <media-fullscreen-button></media-fullscreen-button>
  </media-control-bar>
</media-controller>`;

type Shown = {
  /** What goes full screen: the controls with what we put over them. */
  player: HTMLElement;
  title: string;
  media: HTMLElement;
  poster: Element | null;
  preview: HTMLElement;
  soundOnly: boolean;
};

/** media-chrome calls every player `video player` when it is connected; ours is named after what it plays. */
const nameIt = (controller: HTMLElement, title: string) =>
  queueMicrotask(() => controller.setAttribute('aria-label', `Player: ${title}`));

/** A menu brings a way back to the menu above, which none of ours has; it is hidden from everybody, not only from sight. */
function dropWaysBack(controller: HTMLElement): void {
  for (const menu of controller.querySelectorAll('[anchor="auto"]')) {
    const back = menu.shadowRoot?.querySelector('button');
    if (back) back.style.display = 'none';
  }
}

/** Builds the controls around a media element. `onPreview` gets the moment pointed at, in ms. */
export function createChrome(
  { player, title, media, poster, preview, soundOnly }: Shown,
  onPreview: (timeMs: number) => void,
) {
  const fragment = document.importNode(template.content, true);
  const controller = fragment.querySelector<MediaController>('media-controller');
  const seek = fragment.querySelector('media-time-range');
  if (!controller || !seek) throw new TypeError('the template lacks its controls');
  nameIt(controller, title);
  dropWaysBack(controller);
  controller.fullscreenElement = player;
  // There is no picture to look at undisturbed.
  if (soundOnly)
    for (const bar of controller.querySelectorAll('.seek, media-control-bar'))
      bar.setAttribute('noautohide', '');
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
