import { html } from '../html.ts';
import type { Stage } from './stage.ts';

export type Next = { href: string; title: string };

const countdownSeconds = 8;
/** So many videos in a row play on by themselves; then somebody has to say that they are still there. */
const mostInARow = 4;

const places = { play: 'shark-play', inARow: 'shark-in-a-row' };
const inARow = () => Number(sessionStorage.getItem(places.inARow) ?? 0);

/** Goes to the next video's page, which plays at once; `alone`: without anybody asking for it. */
export function goToNext({ href }: Next, alone = false): void {
  sessionStorage.setItem(places.play, href);
  sessionStorage.setItem(places.inARow, String(alone ? inARow() + 1 : 0));
  location.assign(href);
}

/** Plays at once if this page was come to by the end of another video; a browser may refuse, then it waits. */
export function playIfSent({ video, signal }: Stage): void {
  const sent = sessionStorage.getItem(places.play) === location.pathname;
  sessionStorage.removeItem(places.play);
  if (!sent) return;
  const play = () => void video.play().catch(() => undefined);
  video.addEventListener('loadedmetadata', play, { once: true, signal });
}

function createOffer(next: Next) {
  const play = html('button', { type: 'button' }, ['Play now']);
  const cancel = html('button', { type: 'button', class: 'plain' }, ['Cancel']);
  const left = html('span', { class: 'left' });
  const box = html('div', { class: 'up-next', role: 'group', 'aria-label': 'Next video' }, [
    html('p', { role: 'status' }, ['Next: ', html('strong', {}, [next.title])]),
    html('p', { class: 'actions' }, [play, cancel, left]),
  ]);
  return { box, play, cancel, left };
}

/** Counts whole seconds down to zero, then `done`; gives what stops it. */
function countDown(seconds: number, tell: (left: number) => void, done: () => void): () => void {
  let left = seconds;
  tell(left);
  const timer = setInterval(() => {
    left -= 1;
    if (left > 0) return tell(left);
    clearInterval(timer);
    done();
  }, 1000);
  return () => clearInterval(timer);
}

/**
 * At the end offers what comes next, and goes there after a countdown that a button, Escape or playing on cancels.
 * After some videos in a row without anybody touching anything it only offers.
 */
export function offerNext({ player, video, signal }: Stage, next: Next): void {
  let close = () => {};
  const open = () => {
    close();
    const { box, play, cancel, left } = createOffer(next);
    const stop =
      inARow() < mostInARow
        ? countDown(
            countdownSeconds,
            (s) => left.replaceChildren(`in ${s} s`),
            () => goToNext(next, true),
          )
        : () => {};
    close = () => {
      stop();
      box.remove();
    };
    play.addEventListener('click', () => goToNext(next));
    cancel.addEventListener('click', () => close());
    player.append(box);
  };
  const touched = () => sessionStorage.setItem(places.inARow, '0');
  video.addEventListener('ended', open, { signal });
  for (const cause of ['play', 'seeking']) video.addEventListener(cause, () => close(), { signal });
  document.addEventListener('keydown', ({ key }) => void (key === 'Escape' && close()), { signal });
  for (const cause of ['keydown', 'pointerdown']) document.addEventListener(cause, touched, { signal });
  signal.addEventListener('abort', () => close());
}
