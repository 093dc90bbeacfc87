import type { Deck } from './deck.ts';
import type { HlsVideo } from './hls.ts';
import type { Renewal } from './renewal.ts';

/** What the parts of a player are given; `signal` ends with the player and takes their listeners along. */
export type Stage = {
  player: HTMLElement;
  video: HlsVideo;
  controls: HTMLElement;
  deck: Deck;
  renewal: Renewal;
  signal: AbortSignal;
};

/** How long a word stays, in ms. */
const wordMs = 1500;

/** A line over the picture that says what a key did; read out as well. */
export function createSaying(player: HTMLElement): (text: string) => void {
  const line = document.createElement('p');
  line.className = 'said';
  line.role = 'status';
  player.append(line);
  let clearing = 0;
  return (text) => {
    line.textContent = text;
    clearTimeout(clearing);
    clearing = window.setTimeout(() => line.replaceChildren(), wordMs);
  };
}

/** The deck of a player's own controls. */
export const createDeck = (video: HlsVideo, controls: HTMLElement, say: Deck['say']): Deck => ({
  media: video,
  is: (state) => controls.hasAttribute(state),
  ask: (request, detail) => void controls.dispatchEvent(new CustomEvent(request, { detail })),
  say,
});
