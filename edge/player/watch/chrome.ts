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
import { rest } from './rest.ts';

/** A button is called what it shows: whoever speaks to the machine says `1x` (WCAG 2.2, 2.5.3). */
addTranslation('en', {
  ...En,
  'closed captions': 'captions',
  'Playback rate': 'Speed',
  'Playback rate {playbackRate}': 'Speed {playbackRate}x',
});

function templateOf(html: string): HTMLTemplateElement {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template;
}

/** What stands over the picture. The quality menu holds Auto and every height; media-chrome asks the element for both. */
const over = templateOf(`
<media-loading-indicator slot="centered-chrome" noautohide></media-loading-indicator>
<media-play-button slot="centered-chrome" class="first" notooltip></media-play-button>
<media-captions-menu hidden anchor="auto"></media-captions-menu>
<media-audio-track-menu hidden anchor="auto"></media-audio-track-menu>
<media-playback-rate-menu hidden anchor="auto" rates="${speeds.join(' ')}"></media-playback-rate-menu>
<media-rendition-menu hidden anchor="auto"></media-rendition-menu>`);

const bars = templateOf(`
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
</media-control-bar>`);

type Shown = {
  /** What goes full screen: the controls with what we put over them. */
  player: HTMLElement;
  title: string;
  media: HTMLElement;
  poster: Element | null;
};

/** media-chrome calls every player `video player` when it is connected; ours is named after what it plays. */
const nameIt = (controller: HTMLElement, title: string) =>
  queueMicrotask(() => controller.setAttribute('aria-label', `Player: ${title}`));

/**
 * What the controls are put into: it shows a media element, and the poster until that plays. The keys are our own,
 * because they work on the whole page.
 */
export function createChrome({ player, title, media, poster }: Shown): MediaController {
  const controller = document.createElement('media-controller') as MediaController;
  controller.setAttribute('nohotkeys', '');
  controller.fullscreenElement = player;
  nameIt(controller, title);
  media.slot = 'media';
  controller.append(media);
  if (poster) {
    poster.slot = 'poster';
    controller.append(poster);
  }
  return controller;
}

/** A menu brings a way back to the menu above, which none of ours has; it is hidden from everybody, not only from sight. */
function dropWaysBack(controller: Element): void {
  for (const { shadowRoot } of controller.querySelectorAll('[anchor="auto"]')) {
    const back = shadowRoot?.querySelector('button');
    if (back) back.style.display = 'none';
  }
}

/** What is over the seek bar while somebody points at it; `show` gets the moment, in ms. */
type Preview = { element: HTMLElement; show(timeMs: number): void };

function addPreview(controls: ParentNode, { element, show }: Preview): void {
  const seek = controls.querySelector('media-time-range');
  seek?.prepend(element);
  seek?.addEventListener('mediapreviewrequest', (event) => {
    if (event instanceof CustomEvent && typeof event.detail === 'number') show(event.detail * 1000);
  });
}

async function make({ content }: HTMLTemplateElement, into: ParentNode): Promise<void> {
  for (const control of content.children) {
    await rest();
    into.append(document.importNode(control, true));
  }
}

/** Makes the controls one after another, so that the page answers in between; the bars are shown when both are there. */
export async function addControls(controller: Element, preview: Preview, soundOnly: boolean): Promise<void> {
  await make(over, controller);
  dropWaysBack(controller);
  const made = new DocumentFragment();
  await make(bars, made);
  addPreview(made, preview);
  // There is no picture to look at undisturbed.
  if (soundOnly) for (const bar of made.children) bar.setAttribute('noautohide', '');
  await rest();
  controller.append(made);
}
